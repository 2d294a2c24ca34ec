/**
 * The error classes of kleros-sdk 2.4.0: programs that tell failures apart by `name` keep working.
 */
export class CustomError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** A variable of a mapping has no value in the context. */
export class InvalidContextError extends CustomError {
  constructor(message: string) {
    super("InvalidContextError", message);
  }
}

/** A mapping lacks a field its type needs. */
export class InvalidMappingError extends CustomError {
  constructor(message: string) {
    super("InvalidMappingError", message);
  }
}

/** A dispute, a template or an event was not found. */
export class NotFoundError extends CustomError {
  resourceName: string;

  constructor(resourceName: string, message: string) {
    super("NotFoundError", message);
    this.resourceName = resourceName;
  }
}

/** A request to a gateway or a subgraph failed. */
export class RequestError extends CustomError {
  endpoint: string | undefined;

  constructor(message: string, endpoint?: string) {
    super("RequestError", message);
    this.endpoint = endpoint;
  }
}

/** The mapping's type is none of the six known ones. */
export class UnsupportedActionError extends CustomError {
  constructor(message: string) {
    super("UnsupportedActionError", message);
  }
}

export class InvalidFormatError extends CustomError {
  constructor(message: string) {
    super("InvalidFormatError", message);
  }
}

/** `configureSDK` was not called before a mapping that reads the chain. */
export class SdkNotConfiguredError extends CustomError {
  constructor() {
    super("SdkNotConfiguredError", "SDK not configured. Please call `configureSDK` before using.");
  }
}
