import { operationIds } from "../../client/operations/catalog.js";
import { CATALOGUE_ORIGIN } from "../../client/operations/generated/origin.js";

/**
 * Returns the number of operations in this version, and the date on which Fivetran generated their
 * definitions.
 */
export const catalogFacts = () => ({ operations: operationIds.length, ...CATALOGUE_ORIGIN });
