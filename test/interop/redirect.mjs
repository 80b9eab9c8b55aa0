// Loaded before a program that has Fivetran's address built in: its requests go to the sandbox instead.
const send = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const { pathname, search } = new URL(input instanceof Request ? input.url : input);
  return send(`${process.env.INTEROP_URL}${pathname}${search}`, init);
};
