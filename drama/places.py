"""The places that a story may play in: their names in prose, their reverberation and their ambience."""

# ruff: noqa: E501  a table is easier to read in long lines

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A kind of place."""

    name: str
    """As a script's `place:` has it."""
    room: str
    """The reverberation of speech there; a scene's own `room:` overrides it."""
    bed: str
    """The ambience heard there; empty where nothing but the air is known."""
    night_bed: str
    """The same by night."""
    tone: str
    """The room tone, heard in every pause."""
    words: tuple[str, ...]
    """Words for it in prose, lower case."""
    things: tuple[str, ...]
    """Objects found in such places: evidence for a place that isn't named."""


def _place(
    name: str, room: str, bed: str, tone: str, words: str, *, night: str = "", things: str = ""
) -> Place:
    called, standing = (tuple(word.replace("_", " ") for word in text.split()) for text in (words, things))
    return Place(
        name=name, room=room, bed=bed, night_bed=night or bed, tone=tone, words=called, things=standing
    )


PLACES: Final = {
    place.name: place
    for place in (
        # rooms
        _place("nursery", "small-room", "nursery", "room-tone", "nursery nurseries son's_room child's_room children's_room baby's_room daughter's_room", things="cradle cot crib rattle lullaby"),
        _place("bedroom", "small-room", "quiet-house", "room-tone",
               "bedroom bedchamber sickroom bedside guest_room hotel_room dormitory bunk_room chambers", things="bed pillow pillows quilt blankets bedclothes nightstand"),
        _place("kitchen", "small-room", "kitchen", "room-tone", "kitchen kitchens scullery pantry larder galley sink draining_board", things="kettle stove saucepan oven frying_pan dishes cupboard peas"),
        _place("bathroom", "small-room", "quiet-house", "room-tone-tiles", "bathroom bathtub bath shower washroom"),
        _place("living-room", "small-room", "quiet-house", "room-tone",
               "living_room sitting_room drawing_room parlour parlor lounge dining_room front_room hearthside", things="sofa armchair hearth mantelpiece fireplace fireside grate settee television"),
        _place("house", "small-room", "quiet-house", "room-tone",
               "house home farmhouse bungalow villa manor mansion", things="stairs staircase landing banister floorboards doorbell hall_clock"),
        _place("room", "small-room", "quiet-house", "room-tone", "room chamber", things="table carpet curtains wallpaper shelf ceiling"),
        _place("apartment", "small-room", "quiet-house", "room-tone", "apartment flat penthouse"),
        _place("cottage", "small-room", "fire", "room-tone", "cottage hut cabin_in_the_woods shack hovel lodge log_cabin"),
        _place("attic", "small-room", "quiet-house", "room-tone", "attic attics loft garret"),
        _place("cellar", "small-room", "drips", "room-tone-stone", "cellar cellars basement lower_level vault vaults"),
        _place("office", "small-room", "office", "room-tone-vent", "office offices study bureau", things="desk filing_cabinet typewriter blotter paperwork memo secretary"),
        _place("library", "small-room", "hall", "room-tone-hall", "library reading_room bookshop bookstore archive archives", things="bookshelves shelves librarian"),
        _place("laboratory", "small-room", "laboratory", "room-tone-vent", "laboratory labratory lab workroom observatory", things="controls control_panel control_panels console readouts machinery mechanism apparatus microscope test_tube centrifuge platform dais beaker specimen"),
        _place("control-room", "small-room", "computer", "room-tone-vent",
               "control_room server_room operations_room mission_control control_centre control_center command_centre"
               " command_center situation_room", things="technicians monitors operators radar countdown"),
        _place("studio", "small-room", "studio", "room-tone-vent",
               "studio studios radio_studio recording_studio television_studio broadcasting_studio control_booth recording_booth radio_station",
               things="microphone microphones headphones dials announcer loudspeaker transmitter red_light script"),
        _place("workshop", "small-room", "workshop", "room-tone", "workshop forge smithy garage shed toolshed"),
        _place("shop", "small-room", "quiet-house", "room-tone", "shop store bakery grocery pharmacy booth"),
        _place("cafe", "small-room", "inn", "room-tone", "café cafe coffee_shop tea_room tearoom diner restaurant canteen"),
        _place("school", "small-room", "school", "room-tone", "classroom schoolroom school blackboard", things="chalk teacher pupils"),
        _place("hospital", "small-room", "hospital", "room-tone-vent",
               "hospital ward infirmary clinic sickbay sick_bay medbay med_bay operating_theatre waiting_room mortuary morgue", things="nurse doctor stretcher surgeon patient bandage drip"),
        _place("prison", "small-room", "drips", "room-tone-stone", "prison cell cells jail gaol"),
        _place("tent", "small-room", "field", "room-tone-outdoors", "tent pavilion wigwam caravan wagon", night="night"),
        _place("corridor", "hall", "hall", "room-tone-hall", "corridor corridors hallway passage passageway lobby foyer vestibule"),
        # halls
        _place("castle-hall", "hall", "castle-hall", "room-tone-hall",
               "great_hall banqueting_hall feasting_hall mead_hall castle castle_hall keep high_table", things="throne knights tapestries banners squire minstrel harper"),
        _place("throne-room", "hall", "castle-hall", "room-tone-hall", "throne_room audience_chamber throne"),
        _place("palace", "hall", "castle-hall", "room-tone-hall", "palace ballroom"),
        _place("council-chamber", "hall", "hall", "room-tone-hall",
               "council_chamber council_chambers council_hall senate parliament assembly council_building"),
        _place("court", "hall", "hall", "room-tone-hall", "courtroom court dock witness_box", things="judge jury accused verdict witness"),
        _place("church", "hall", "church", "room-tone-hall", "church cathedral chapel abbey nave cloister cloisters choir temple sanctuary altar pulpit pew pews", things="organ hymn priest congregation"),
        _place("theatre", "hall", "hall", "room-tone-hall", "theatre theater stage auditorium opera_house concert_hall", things="curtain footlights audience wings prompter act"),
        _place("museum", "hall", "hall", "room-tone-hall", "museum gallery art_gallery"),
        _place("factory", "hall", "factory", "room-tone-hall", "factory warehouse hangar mill foundry shipyard"),
        _place("station", "hall", "station", "room-tone-hall",
               "station railway_station train_station platform concourse ticket_hall airport terminal"),
        _place("hall", "hall", "hall", "room-tone-hall",
               "hall halls depot bus_depot reception_hall town_hall village_hall church_hall entrance_hall dining_hall gymnasium lecture_hall"),
        _place("inn", "small-room", "inn", "room-tone", "inn tavern pub taproom alehouse saloon bar public_house common_room", things="barmaid landlord ale tankard tankards"),
        _place("stable", "small-room", "stable", "room-tone", "stable stables barn cowshed byre hayloft", things="horses hay saddle stall"),
        # under the ground
        _place("cave", "cave", "drips", "room-tone-cave",
               "cave caves cavern caverns grotto tunnel tunnels mine mines mineshaft sewer sewers cistern lair", things="stalactites stalagmites"),
        _place("dungeon", "cave", "drips", "room-tone-cave", "dungeon dungeons crypt catacombs catacomb oubliette tomb"),
        # vehicles
        _place("bridge", "ship", "ship-bridge", "room-tone-ship",
               "flight_deck command_deck helm captain's_chair"),
        _place("spaceship", "ship", "ship-hum", "room-tone-ship",
               "starship spaceship spacecraft airlock cockpit capsule pod escape_pod space_station shuttle viewport"
               " bulkhead bulkheads deck_plates freighter_cabin", things="crew orbit hyperspace thrusters asteroid hull stars_outside"),
        _place("cargo-bay", "ship", "ship-hum", "room-tone-ship", "cargo_bay cargo_hold docking_bay hangar_bay engine_room shuttle_bay"),
        _place("submarine", "ship", "ship-hum", "room-tone-ship", "submarine periscope"),
        _place("ship-deck", "outdoors", "ship-deck", "room-tone-outdoors",
               "quarterdeck foredeck main_deck schooner schooner's_deck frigate galleon crow's_nest afterdeck sloop", things="mast sails bosun rigging helmsman anchor spray"),
        _place("ship-cabin", "small-room", "ship-cabin", "room-tone", "ship's_cabin captain's_cabin wardroom forecastle berth"),
        _place("boat", "outdoors", "boat", "room-tone-outdoors", "boat rowing_boat rowboat dinghy canoe raft punt lake ferry", things="oars oar stern rowed rowing"),
        _place("train", "small-room", "train", "room-tone-vehicle",
               "train railway_carriage train_carriage first_class_carriage second_class_carriage third_class_carriage compartment railway_compartment sleeping_car dining_car", things="conductor carriages whistle rails"),
        _place("car", "small-room", "car", "room-tone-vehicle",
               "car police_car taxi cab back_seat passenger_seat driver's_seat lorry truck van jeep bus limousine", things="steering_wheel windscreen windshield dashboard brakes headlights driver bus passengers wipers handbrake"),
        _place("carriage", "small-room", "carriage", "room-tone-vehicle", "coach stagecoach carriage"),
        _place("aeroplane", "small-room", "aeroplane", "room-tone-vehicle", "aeroplane airplane plane aircraft helicopter"),
        # outdoors
        _place("forest", "outdoors", "forest", "room-tone-outdoors",
               "forest wood woods woodland jungle grove trees firs pines oaks beeches birches thicket glade clearing undergrowth", night="forest-night", things="branches undergrowth pine oak leaves ferns"),
        _place("garden", "outdoors", "garden", "room-tone-outdoors",
               "garden gardens orchard lawn park allotment allotments yard backyard courtyard graveyard cemetery churchyard playground",
               night="night", things="climbing_frame roses lawnmower flowerbed hedge"),
        _place("field", "outdoors", "field", "room-tone-outdoors",
               "field fields meadow meadows pasture farm plain plains ricefield cornfield moor moors hillside hill hills"
               " valley prairie heath farmland vineyard", night="night", things="plough furrow furrows grass sheep cows corn hay rabbits crows thistle thistles burrow burdock hedgerow clover"),
        _place("mountain", "outdoors", "wind", "room-tone-outdoors",
               "mountain mountainside mountains ridge summit peak pass glacier cliff cliffs cliff_top crag ledge", things="snow rope ice glacier"),
        _place("snow", "outdoors", "wind", "room-tone-outdoors", "tundra snowfield ice_field ice_sheet arctic"),
        _place("desert", "outdoors", "desert", "room-tone-outdoors", "desert dunes dune wasteland badlands oasis", things="sand camel camels dune"),
        _place("beach", "outdoors", "sea", "room-tone-outdoors", "beach shore ashore seashore shingle sands surf strand cove headland coast", things="waves sand gulls surf tide seaweed"),
        _place("harbour", "outdoors", "harbour", "room-tone-outdoors", "harbour harbor quay quayside dockside docks wharf jetty pier port", things="ships fishing gulls boats nets"),
        _place("river", "outdoors", "stream", "room-tone-outdoors", "river riverbank brook stream creek towpath ford waterfall"),
        _place("swamp", "outdoors", "night", "room-tone-outdoors", "swamp marsh bog fen mangroves"),
        _place("street", "outdoors", "street", "room-tone-outdoors",
               "street streets alley alleyway avenue sidewalk pavement crossroads intersection kerb curb car_park parking_lot city"
               " downtown town", things="traffic tram pavement lamppost shops lampposts"),
        _place("road", "outdoors", "field", "room-tone-outdoors", "road lane highway track path trail roadside", night="night"),
        _place("village", "outdoors", "village", "room-tone-outdoors", "village village_square village_green hamlet", night="night"),
        _place("market", "outdoors", "market", "room-tone-outdoors", "market marketplace market_square bazaar fair fairground market_stall square", things="stalls stall fruit traders vendors helter-skelter carousel roundabout coconuts toffee_apple big_wheel dodgems ghost_train"),
        _place("roof", "outdoors", "wind", "room-tone-outdoors", "roof rooftop battlements ramparts parapet balcony terrace"),
        _place("battlefield", "outdoors", "battlefield", "room-tone-outdoors",
               "battlefield battle trenches trench front_line battle_lines no_man's_land barricades barricade", things="soldiers troops cannon cannons guns artillery cavalry tank tanks squad drones regiment"),
        _place("outside", "outdoors", "", "room-tone-outdoors", "outside outdoors open_air"),
        _place("camp", "outdoors", "fire", "room-tone-outdoors", "camp campsite campfire encampment bivouac", things="tents campfire"),
    )
}  # fmt: skip
"""By name. The choice of room, bed and tone for a place is judgement."""

UNNAMED_ROOM: Final = "room"
"""The place of a scene that plays in a room of which no more is said."""
PARTS_OF_A_HOUSE: Final = frozenset(
    (
        "nursery",
        "bedroom",
        "kitchen",
        "bathroom",
        "living-room",
        "attic",
        "cellar",
        "office",
        "library",
        "apartment",
    )
)
"""Places that may be in a house: what is said of the house is said of them, too."""


def is_bed_of(sound: str, place: str) -> bool:
    """Return whether a sound is the ambience of a place, by day or by night."""
    known = PLACES.get(place)
    return known is not None and bool(sound) and sound in (known.bed, known.night_bed)
