"""How much one file may ask of the machine. Each limit turns a trap into a sentence."""

MEGABYTE = 1024 * 1024

# As many and as large as the reference design allows a tip to have.
FILES = 10
FILE_BYTES = 25 * MEGABYTE
TEXT_BYTES = 1 * MEGABYTE

# What is decoded at most (the largest common sensors of phones store 50 megapixels), and what readers get:
# most phones save 12. Less than the sensor saw also says less about which sensor it was.
PIXELS_READ = 51_000_000
PIXELS_KEPT = 16_000_000
# A JPEG can be read at an eighth of its size, so that more of it costs no more.
PIXELS_OF_JPEG = 256_000_000

PAGES = 300
# All streams of a document together, unpacked.
UNPACKED_BYTES = 256 * MEGABYTE
CONTENT_INSTRUCTIONS = 2_000_000

RECORDING_SECONDS = 60 * 60

# Of the process that reads one file, beyond what it has when it starts.
MEMORY_BYTES = 896 * MEGABYTE
PROCESSOR_SECONDS = 60
WALL_SECONDS = 180
# A clean copy of a picture without loss may outgrow its original.
CLEAN_BYTES = 96 * MEGABYTE
# Files read at once, each by a process of its own, and how long another one waits for its turn.
AT_ONCE = 2
QUEUE_SECONDS = 120
