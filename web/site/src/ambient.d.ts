/// <reference types="vite/client" />

declare module "dikast/dikast.wasm?url" {
  const url: string;
  export default url;
}
