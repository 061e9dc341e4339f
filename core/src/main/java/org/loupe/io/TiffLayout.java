package org.loupe.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the pixels of one TIFF page are stored, checked: what the tags say, and where the strips or
 * tiles lie.
 *
 * @param bits bits of a sample, the same for all channels
 * @param format {@link TiffSamples#UNSIGNED}, {@code SIGNED} or {@code FLOAT}
 * @param samplesPerPixel channels stored, of which {@code colors} carry color
 * @param colors 3 for color, 1 for gray and palette
 * @param planar whether each channel lies in strips of its own
 * @param blockWidth width of a tile, or of the image where there are strips
 * @param blockHeight height of a tile or strip
 * @param offsets where the blocks lie
 * @param lengths their lengths in bytes
 * @param notes what a user should know of how the tags were understood
 */
record TiffLayout(
    int width,
    int height,
    int bits,
    int format,
    int samplesPerPixel,
    int colors,
    int photometric,
    int compression,
    int predictor,
    boolean planar,
    boolean bitsReversed,
    int blockWidth,
    int blockHeight,
    long[] offsets,
    long[] lengths,
    List<String> notes) {

  static final int WHITE_IS_ZERO = 0;
  static final int BLACK_IS_ZERO = 1;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int MASK = 4;
  static final int Y_CB_CR = 6;

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int FILL_ORDER = 266;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int PLANAR_CONFIGURATION = 284;
  private static final int PREDICTOR = 317;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_LENGTH = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;
  private static final int SAMPLE_FORMAT = 339;

  private static final int MOST_CHANNELS = 4096;

  /** Compressions that are known by name and not read here. */
  private static final Map<Integer, String> COMPRESSION_NAMES =
      Map.of(
          2, "CCITT RLE",
          3, "CCITT Group 3",
          4, "CCITT Group 4",
          6, "old-style JPEG",
          7, "JPEG",
          34_712, "JPEG 2000",
          34_887, "LERC",
          34_925, "LZMA",
          50_000, "Zstandard",
          50_001, "WebP");

  private static final Map<Integer, String> PHOTOMETRIC_NAMES =
      Map.of(
          5, "CMYK",
          6, "YCbCr",
          8, "CIE L*a*b*",
          9, "ICC L*a*b*",
          10, "ITU L*a*b*",
          32_803, "color filter array",
          32_844, "LogL",
          32_845, "LogLuv");

  static TiffLayout of(TiffDirectory tags) throws IOException {
    ByteSource source = tags.source();
    long width = tags.integer(WIDTH, 0);
    long height = tags.integer(HEIGHT, 0);
    int channels = (int) Math.max(0, Math.min(tags.integer(SAMPLES_PER_PIXEL, 1), 65_536));
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw source.malformed(
          tags.position(SAMPLES_PER_PIXEL), "has " + channels + " samples per pixel: damaged");
    }
    int bits = sameForAll(tags, BITS_PER_SAMPLE, channels, 1);
    int format = sameForAll(tags, SAMPLE_FORMAT, channels, TiffSamples.UNSIGNED);
    if (format == 4) {
      format = TiffSamples.UNSIGNED; // "Undefined": the specification says to treat it so.
    }
    int compression = small(tags, COMPRESSION, TiffStream.NONE);
    List<String> notes = new ArrayList<>();
    int photometric;
    if (tags.has(PHOTOMETRIC)) {
      photometric = small(tags, PHOTOMETRIC, BLACK_IS_ZERO);
    } else {
      photometric = channels >= 3 && bits <= 16 ? RGB : BLACK_IS_ZERO;
      notes.add("the TIFF does not say how to show its samples; larger is taken as brighter");
    }
    if (!TiffStream.decodes(compression) && !TiffFallback.decodes(compression)) {
      throw source.unsupported(
          "is a TIFF with "
              + COMPRESSION_NAMES.getOrDefault(compression, "unknown")
              + " compression ("
              + compression
              + "), which is not read; save it without compression or with LZW or Deflate");
    }
    int colors = colors(tags, photometric, compression, channels, bits, format);
    if (!TiffSamples.supports(bits, format)) {
      throw source.unsupported(
          "is a TIFF of "
              + bits
              + "-bit samples of format "
              + format
              + ", which is not read; save it with 8, 16 or 32 bits");
    }
    int predictor =
        compression == TiffStream.LZW
                || compression == TiffStream.DEFLATE
                || compression == TiffStream.DEFLATE_OLD
            ? small(tags, PREDICTOR, TiffSamples.NO_PREDICTOR)
            : TiffSamples.NO_PREDICTOR;
    if (!TiffSamples.supportsPredictor(predictor, bits, format)) {
      throw source.unsupported(
          "is a TIFF with predictor "
              + predictor
              + " of "
              + bits
              + "-bit samples, which is not read; save it without compression");
    }
    boolean planar = channels > 1 && small(tags, PLANAR_CONFIGURATION, 1) == 2;
    boolean tiled = tags.has(TILE_WIDTH) && tags.has(TILE_OFFSETS);
    long blockWidth = tiled ? tags.integer(TILE_WIDTH, 0) : width;
    long blockHeight =
        tiled
            ? tags.integer(TILE_LENGTH, 0)
            : Math.min(tags.integer(ROWS_PER_STRIP, height), height);
    if (blockWidth < 1 || blockHeight < 1) {
      if (width > 0 && height > 0) {
        throw source.malformed(
            tags.offset(),
            "has strips or tiles of " + blockWidth + " x " + blockHeight + " pixels: damaged");
      }
    }
    long ratio =
        TiffStream.decodes(compression) ? TiffStream.ratio(compression) : TiffFallback.RATIO;
    double rowBytes = (double) width * bits / 8 * (planar ? colors : channels);
    PixelBudget.check(
        source, width, height, rowBytes, ratio, TiffStream.decodes(compression) ? 4 : 24);
    double blockRowBytes = (double) blockWidth * bits / 8 * (planar ? 1 : channels);
    if (blockWidth > Math.max(1 << 16, 2 * width)
        || blockRowBytes > PixelBudget.MOST_PIXELS / 4.0) {
      throw source.malformed(
          tags.position(TILE_WIDTH),
          "has tiles " + blockWidth + " pixels wide in an image of " + width + ": damaged");
    }
    long across = (width + blockWidth - 1) / blockWidth;
    long down = (height + blockHeight - 1) / blockHeight;
    double blocks = (double) across * down * (planar ? channels : 1);
    int offsetTag = tiled ? TILE_OFFSETS : STRIP_OFFSETS;
    if (blocks > source.size()) {
      throw source.malformed(
          tags.position(offsetTag), "needs more strips or tiles than it has bytes: damaged");
    }
    long[] offsets = tags.integers(offsetTag, (int) blocks);
    int lengthTag = tiled ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS;
    long[] lengths;
    if (compression == TiffStream.NONE) {
      // The size follows from the tags; some writers put wrong byte counts.
      lengths = new long[offsets.length];
      long rowLength = rowBytes((int) blockWidth, bits, planar ? 1 : channels);
      for (int i = 0; i < lengths.length; i++) {
        long top = (i / across) % down * blockHeight;
        lengths[i] = rowLength * (tiled ? blockHeight : Math.min(blockHeight, height - top));
      }
    } else if (tags.has(lengthTag)) {
      lengths = tags.integers(lengthTag, offsets.length);
    } else if (offsets.length == 1) {
      lengths = new long[] {source.size() - offsets[0]};
    } else {
      throw source.malformed(
          tags.offset(), "does not say how long its compressed strips are: damaged");
    }
    return new TiffLayout(
        (int) width,
        (int) height,
        bits,
        format,
        channels,
        colors,
        photometric,
        compression,
        predictor,
        planar,
        small(tags, FILL_ORDER, 1) == 2,
        (int) blockWidth,
        (int) blockHeight,
        offsets,
        lengths,
        List.copyOf(notes));
  }

  private static int colors(
      TiffDirectory tags, int photometric, int compression, int channels, int bits, int format)
      throws IOException {
    ByteSource source = tags.source();
    switch (photometric) {
      case WHITE_IS_ZERO, BLACK_IS_ZERO, MASK -> {
        return 1;
      }
      case PALETTE -> {
        if (bits > 16 || format != TiffSamples.UNSIGNED) {
          throw source.malformed(
              tags.offset(), "has a palette for " + bits + "-bit samples: damaged");
        }
        return 1;
      }
      case RGB -> {
        if (channels < 3) {
          throw source.malformed(
              tags.offset(), "has " + channels + " samples per pixel for a color: damaged");
        }
        return 3;
      }
      default -> {
        if (photometric == Y_CB_CR && !TiffStream.decodes(compression) && channels == 3) {
          return 3;
        }
        throw source.unsupported(
            "is a TIFF with "
                + PHOTOMETRIC_NAMES.getOrDefault(photometric, "unknown")
                + " colors ("
                + photometric
                + "), which are not read; save it as gray or RGB");
      }
    }
  }

  private static int sameForAll(TiffDirectory tags, int tag, int channels, int otherwise)
      throws IOException {
    if (tags.count(tag) == 0) {
      return otherwise;
    }
    // Some writers give one value for all channels.
    long[] values = tags.integers(tag, tags.count(tag) < channels ? 1 : channels);
    for (long value : values) {
      if (value != values[0]) {
        throw tags.source()
            .unsupported(
                "is a TIFF whose channels differ in TIFF tag "
                    + tag
                    + ", which is not read; save it as gray");
      }
    }
    return (int) Math.max(0, Math.min(values[0], 65_536));
  }

  private static int small(TiffDirectory tags, int tag, int otherwise) throws IOException {
    return (int) Math.max(-1, Math.min(tags.integer(tag, otherwise), 65_536));
  }

  /** Returns the bytes of a row of {@code width} pixels: rows start at whole bytes. */
  static int rowBytes(int width, int bits, int channels) {
    return Math.toIntExact(((long) width * bits * channels + 7) / 8);
  }

  /** Returns the bytes of all pixels of a page stored without compression. */
  long storedBytes() {
    return (long) rowBytes(width, bits, samplesPerPixel) * height;
  }

  /** Returns this layout with all of its blocks moved by {@code bytes}. */
  TiffLayout movedBy(long bytes) {
    long[] moved = offsets.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += bytes;
    }
    return new TiffLayout(
        width,
        height,
        bits,
        format,
        samplesPerPixel,
        colors,
        photometric,
        compression,
        predictor,
        planar,
        bitsReversed,
        blockWidth,
        blockHeight,
        moved,
        lengths,
        notes);
  }

  /** Returns whether the blocks lie one after the other, as one run of bytes. */
  boolean isContiguous() {
    for (int i = 1; i < offsets.length; i++) {
      if (offsets[i] != offsets[i - 1] + lengths[i - 1]) {
        return false;
      }
    }
    return blockWidth == width && !planar;
  }
}
