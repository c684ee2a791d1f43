/** The runtime of Workers as a program. Its package brings no types. */
declare module 'workerd' {
  /** Where the program lies. */
  const program: string
  export default program
}
