export { FIELDS, type Inventory, readInventory } from "./inventory.js";
