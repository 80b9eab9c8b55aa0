// Made by `npm run gen:operations` from the public OpenAPI definition. Do not edit.

/** When Fivetran generated the definition that the catalog is from, and the newer one of its additions. */
export const CATALOGUE_ORIGIN = { definition: "2026-07-10", additions: "2026-09-26" } as const;
