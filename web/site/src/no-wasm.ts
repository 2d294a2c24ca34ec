/** Stands for the core's address where the core is in the script itself. */
export default "";
