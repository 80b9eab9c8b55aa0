import { operationIds } from "../../client/operations/catalog.js";
import { CATALOGUE_ORIGIN } from "../../client/operations/generated/origin.js";

/** How many operations this version knows, and when Fivetran generated the definitions that they are from. */
export const catalogFacts = () => ({ operations: operationIds.length, ...CATALOGUE_ORIGIN });
