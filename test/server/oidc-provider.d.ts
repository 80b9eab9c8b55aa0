// The part of a package without types that the tests use.
declare module "oidc-provider" {
  import type { RequestListener } from "node:http";

  class Provider {
    constructor(issuer: string, configuration: object);
    callback(): RequestListener;
  }
  // biome-ignore lint/style/noDefaultExport: the package has one
  export default Provider;
}
