import type { World } from "./model.js";

const FIRST =
  "absent amber ample ancient arctic autumn avid azure balmy bashful blazing bold brave breezy bright brisk bronze calm candid careful cerulean cheerful chilly civil clever coastal cobalt copper coral cosmic cozy crimson crisp curious dainty dapper daring deft distant dizzy dormant drowsy dusky dusty eager early earnest eastern elated elegant emerald eternal fabled faint fancy feathery fervent festive final floral fluent foggy fond frosty frugal gentle gilded glacial gleaming golden graceful grand gritty hasty hazel hearty hidden hollow honest humble hushed icy idle indigo inland ivory jade jolly jovial keen kindly lapsed latent lavish leafy lilac limber linen lively lofty lonely loyal lucid lunar lyrical magnetic mellow merry mighty mild misty modest mossy muted nascent nimble noble northern nova oaken olive opaque orderly patient pearly placid plucky polar polished prime proud quaint quartz quick quiet radiant rapid rare regal restful robust rosy rugged rustic sable scarlet secret serene sheer silent silver sincere sleek snowy sober solar solemn southern spare sparkling spirited spruce stable starry steady stellar sturdy subtle sunlit supple swift tawny tender tidal tidy timely topaz tranquil upbeat urban valiant velvet verdant vivid wandering warm western whimsical willing windy winged winter wise witty woven young zesty";
const SECOND =
  "acorn alcove anchor antler anvil apron arbor aspen atlas badger banjo banner barley basin bayou beacon beaver birch bison blossom boulder bramble branch breeze bridge brook cabin canyon cardinal cascade castle cedar chestnut cinder citadel cliff clover comet compass condor cottage cove crane crater creek cricket cypress dahlia dawn delta desert dolphin dune eagle echo egret elm ember falcon feather fern ferry fiddle finch fjord flint forest fountain fox gable galaxy garden garnet gate geyser ginger glacier glade glen granite grove gull harbor harvest haven hawk heath hemlock heron hickory hill hollow horizon inlet iris island ivy jasmine juniper kestrel kettle lagoon lake lantern lark laurel ledge lighthouse linden lotus lynx magnolia maple marble marsh meadow mesa mill mirror moor moss mountain nectar nest oak oasis ocean orchard orchid osprey otter owl palm panther path peach pebble pelican pepper petal pine pinnacle plateau plum pond poplar prairie puffin quail quarry rain rapids raven reef ridge river robin saffron sage sail sand sequoia shore sierra sky sparrow spring spruce stone stork storm stream summit sunset swallow swan tern thicket thistle thunder timber torch trail tulip tundra turtle valley vale vessel village violet walnut warbler water willow wind wolf wood wren yarrow zephyr";

const first = FIRST.split(" ");
const second = SECOND.split(" ");
const TOTAL = first.length * second.length;
/** Prime and larger than both lists, so that steps of this size visit every pair once. */
const STEP = 15_485_863;

/** Returns the n-th id of a world: two words joined by an underscore. No pair occurs twice. */
function wordId(seed: number, n: number): string {
  const at = (n * STEP + seed * 7919) % TOTAL;
  const words = `${first[at % first.length] ?? ""}_${second[Math.floor(at / first.length)] ?? ""}`;
  return n < TOTAL ? words : `${words}_${second[Math.floor(n / TOTAL) % second.length] ?? ""}`;
}

export function newId(world: World): string {
  const id = wordId(world.seed, world.ids);
  world.ids += 1;
  return id;
}
