"""How much is taken in. Sizes in bytes."""

MB = 1024 * 1024

PHOTO = 15 * MB
FILE = 20 * MB
VIDEO = 50 * MB
# A ledger that a signed-in member of staff imports.
IMPORT = 100 * MB

# For one matter.
IMAGES_EACH = 9
FILES_EACH = 10
TOTAL_EACH = 60 * MB

PIXELS = 50_000_000
LONGEST_SIDE = 2400
THUMBNAIL_SIDE = 480

PDF_PAGES = 500
PDF_OBJECTS = 200_000

ZIP_ENTRIES = 2000
ZIP_UNPACKED = 100 * MB
ZIP_RATIO = 100
