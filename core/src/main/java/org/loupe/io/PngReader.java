package org.loupe.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.loupe.micrograph.Micrograph;

/**
 * Reads PNG (ISO/IEC 15948) of every color type and depth, interlaced or not.
 *
 * <p>Decoded here rather than by {@code javax.imageio}, so that sizes are checked before memory is
 * taken and an error names its place. Samples are those of the file: gamma and color profiles are
 * not applied. A wrong checksum is an error, and so is a missing end.
 */
final class PngReader implements MicrographReader {

  static final String FORMAT = "PNG";

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504C5445;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;
  private static final int TRNS = 0x74524E53;
  private static final int ACTL = 0x6163544C;

  private static final int GRAY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GRAY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;

  /** Adam7: first column, first row, column step, row step of each pass. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public List<String> extensions() {
    return List.of("png");
  }

  @Override
  public boolean recognizes(byte[] head) {
    return head.length >= SIGNATURE.length
        && Arrays.equals(head, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
  }

  @Override
  public MicrographFile open(Path path) throws IOException {
    return new SingleFrame(
        ByteSource.open(path),
        source -> new Decoding(source).pixels(),
        source -> new Decoding(source).decode());
  }

  private static final class Decoding {

    private final ByteSource source;
    private final Chunks chunks;
    private final List<String> notes = new ArrayList<>();
    private int width;
    private int height;
    private int bits;
    private int type;
    private boolean interlaced;
    private byte[] palette = {};

    Decoding(ByteSource source) {
      this.source = source;
      this.chunks = new Chunks(source);
    }

    long pixels() throws IOException {
      readHeader();
      return (long) width * height;
    }

    Micrograph decode() throws IOException {
      readHeader();
      readUpToPixels();
      float[] samples = new float[width * height];
      int channels = channels(type);
      float[] scale = grayOfIndex();
      Inflater inflater = new Inflater();
      try {
        PixelStream pixels = new PixelStream(chunks, inflater);
        for (int[] pass : interlaced ? PASSES : ONE_PASS) {
          int columns = (width - pass[0] + pass[2] - 1) / pass[2];
          int rows = (height - pass[1] + pass[3] - 1) / pass[3];
          if (columns <= 0 || rows <= 0) {
            continue;
          }
          int rowBytes = Math.toIntExact(((long) columns * channels * bits + 7) / 8);
          int pixelBytes = Math.max(1, channels * bits / 8);
          // Zeros before the row stand for the pixel left of the first, in every filter.
          byte[] row = new byte[pixelBytes + rowBytes];
          byte[] above = new byte[pixelBytes + rowBytes];
          for (int r = 0; r < rows; r++) {
            int filter = pixels.filter();
            pixels.fill(row, pixelBytes, rowBytes);
            unfilter(filter, row, above, pixelBytes);
            int at = (pass[1] + r * pass[3]) * width + pass[0];
            toGray(row, pixelBytes, columns, scale, samples, at, pass[2]);
            byte[] swap = above;
            above = row;
            row = swap;
          }
        }
        pixels.requireEnd();
      } finally {
        inflater.end();
      }
      addNotes();
      return Frames.of(
          source.path(), width, height, samples, bits, FORMAT, Optional.empty(), notes);
    }

    private void readHeader() throws IOException {
      chunks.next();
      if (chunks.type != IHDR || chunks.length != 13) {
        throw source.malformed(chunks.start, "is a PNG without its header: damaged");
      }
      byte[] header = chunks.body();
      long declaredWidth = int32(header, 0) & 0xFFFF_FFFFL;
      long declaredHeight = int32(header, 4) & 0xFFFF_FFFFL;
      bits = header[8] & 0xFF;
      type = header[9] & 0xFF;
      boolean valid =
          switch (type) {
            case GRAY -> bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
            case PALETTE -> bits == 1 || bits == 2 || bits == 4 || bits == 8;
            case RGB, GRAY_ALPHA, RGB_ALPHA -> bits == 8 || bits == 16;
            default -> false;
          };
      if (!valid || header[10] != 0 || header[11] != 0 || (header[12] & 0xFE) != 0) {
        throw source.malformed(
            chunks.start + 8,
            "is a PNG of color type "
                + type
                + " with "
                + bits
                + " bits, which does not exist:"
                + " damaged");
      }
      interlaced = header[12] == 1;
      double rowBytes = (double) declaredWidth * bits * channels(type) / 8;
      PixelBudget.check(
          source, declaredWidth, declaredHeight, rowBytes, PixelBudget.DEFLATE_RATIO, 4);
      width = (int) declaredWidth;
      height = (int) declaredHeight;
    }

    private void readUpToPixels() throws IOException {
      boolean animated = false;
      boolean transparent = false;
      chunks.next();
      while (chunks.type != IDAT) {
        if (chunks.type == PLTE) {
          if (chunks.length == 0 || chunks.length % 3 != 0 || chunks.length > 768) {
            throw source.malformed(chunks.start, "has a palette of the wrong size: damaged");
          }
          palette = chunks.body();
        } else if (chunks.type == IEND) {
          throw source.malformed(chunks.start, "is a PNG without pixels; export it again");
        } else if ((chunks.type & 0x2000_0000) == 0) {
          throw source.malformed(
              chunks.start,
              "has the chunk \"" + chunks.name() + "\", unknown and needed to show it: damaged");
        }
        transparent |= chunks.type == TRNS;
        animated |= chunks.type == ACTL;
        chunks.next();
      }
      if (transparent) {
        notes.add("transparency dropped");
      }
      if (animated) {
        notes.add("animated PNG: the first image read");
      }
      if (type == PALETTE && palette.length == 0) {
        throw source.malformed(chunks.start, "is a palette PNG without its palette: damaged");
      }
    }

    private void addNotes() {
      switch (type) {
        case RGB -> notes.add(Luma.NOTE);
        case GRAY_ALPHA -> notes.add("alpha channel dropped");
        case RGB_ALPHA -> {
          notes.add(Luma.NOTE);
          notes.add("alpha channel dropped");
        }
        case PALETTE ->
            notes.add(
                isGray(palette) ? "gray palette applied" : "color palette applied; " + Luma.NOTE);
        default -> {
          if (bits < 8) {
            notes.add(bits + "-bit samples spread to 0..255");
          }
        }
      }
    }

    private static boolean isGray(byte[] palette) {
      for (int i = 0; i < palette.length; i += 3) {
        if (palette[i] != palette[i + 1] || palette[i] != palette[i + 2]) {
          return false;
        }
      }
      return true;
    }

    /** Returns the gray of each sample value of at most 8 bits; NaN where the palette has none. */
    private float[] grayOfIndex() {
      if (bits > 8 || (type != GRAY && type != PALETTE)) {
        return new float[0];
      }
      float[] grays = new float[1 << bits];
      Arrays.fill(grays, Float.NaN);
      for (int i = 0; i < grays.length; i++) {
        if (type == GRAY) {
          grays[i] = i * (255 / (grays.length - 1));
        } else if (3 * i < palette.length) {
          grays[i] =
              Luma.of(palette[3 * i] & 0xFF, palette[3 * i + 1] & 0xFF, palette[3 * i + 2] & 0xFF);
        }
      }
      return grays;
    }

    private static int channels(int type) {
      return switch (type) {
        case RGB -> 3;
        case GRAY_ALPHA -> 2;
        case RGB_ALPHA -> 4;
        default -> 1;
      };
    }

    private void unfilter(int filter, byte[] row, byte[] above, int left) throws IOException {
      switch (filter) {
        case 0 -> {}
        case 1 -> {
          for (int i = left; i < row.length; i++) {
            row[i] += row[i - left];
          }
        }
        case 2 -> {
          for (int i = left; i < row.length; i++) {
            row[i] += above[i];
          }
        }
        case 3 -> {
          for (int i = left; i < row.length; i++) {
            row[i] += (byte) (((row[i - left] & 0xFF) + (above[i] & 0xFF)) >> 1);
          }
        }
        case 4 -> {
          for (int i = left; i < row.length; i++) {
            row[i] += (byte) paeth(row[i - left] & 0xFF, above[i] & 0xFF, above[i - left] & 0xFF);
          }
        }
        default ->
            throw source.malformed(
                chunks.start, "has a PNG row with filter " + filter + ": damaged");
      }
    }

    private static int paeth(int left, int above, int corner) {
      int estimate = left + above - corner;
      int toLeft = Math.abs(estimate - left);
      int toAbove = Math.abs(estimate - above);
      int toCorner = Math.abs(estimate - corner);
      if (toLeft <= toAbove && toLeft <= toCorner) {
        return left;
      }
      return toAbove <= toCorner ? above : corner;
    }

    private void toGray(
        byte[] row, int from, int columns, float[] scale, float[] out, int at, int step)
        throws IOException {
      if (scale.length > 0) {
        int perByte = 8 / bits;
        int mask = (1 << bits) - 1;
        for (int x = 0, to = at; x < columns; x++, to += step) {
          int shift = 8 - bits * (x % perByte + 1);
          out[to] = scale[(row[from + x / perByte] >> shift) & mask];
        }
        for (int x = 0, to = at; type == PALETTE && x < columns; x++, to += step) {
          if (Float.isNaN(out[to])) {
            throw source.malformed(
                chunks.start, "has a pixel whose color is not in its palette: damaged");
          }
        }
        return;
      }
      int channels = channels(type);
      int bytes = bits / 8;
      int pixel = channels * bytes;
      for (int x = 0, p = from, to = at; x < columns; x++, p += pixel, to += step) {
        int first = sample(row, p, bytes);
        out[to] =
            channels < 3
                ? first
                : Luma.of(first, sample(row, p + bytes, bytes), sample(row, p + 2 * bytes, bytes));
      }
    }

    private static int sample(byte[] row, int at, int bytes) {
      return bytes == 1 ? row[at] & 0xFF : (row[at] & 0xFF) << 8 | (row[at + 1] & 0xFF);
    }
  }

  private static int int32(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }

  /** Walks along the chunks. */
  private static final class Chunks {

    private final ByteSource source;
    private long start = -1;
    private long following = SIGNATURE.length;
    private int type;
    private int length;

    Chunks(ByteSource source) {
      this.source = source;
    }

    void next() throws IOException {
      start = following;
      byte[] head = source.bytes(start, 8);
      length = int32(head, 0);
      type = int32(head, 4);
      for (int i = 4; i < 8; i++) {
        if (!Character.isLetter(head[i]) || head[i] < 0) {
          throw source.malformed(start, "has a PNG chunk without a valid name: damaged");
        }
      }
      if (length < 0 || length > source.size() - start - 12) {
        throw source.malformed(
            start,
            "is cut short: the PNG chunk \""
                + name()
                + "\" needs "
                + (length & 0xFFFF_FFFFL)
                + " bytes; copy or export it again");
      }
      following = start + 12 + length;
    }

    /** Returns the content of the chunk, its checksum compared. */
    byte[] body() throws IOException {
      byte[] body = source.bytes(start + 8, length);
      CRC32 checksum = newChecksum();
      checksum.update(body);
      compare(checksum);
      return body;
    }

    /** Returns a checksum that has seen the chunk's name. */
    CRC32 newChecksum() {
      CRC32 checksum = new CRC32();
      checksum.update(name().getBytes(StandardCharsets.US_ASCII));
      return checksum;
    }

    void compare(CRC32 checksum) throws IOException {
      int stored = int32(source.bytes(start + 8 + length, 4), 0);
      if (stored != (int) checksum.getValue()) {
        throw source.malformed(
            start,
            "has a wrong checksum in the PNG chunk \""
                + name()
                + "\": damaged; copy or export it again");
      }
    }

    String name() {
      return new String(
          new char[] {
            (char) (type >>> 24 & 0xFF),
            (char) (type >>> 16 & 0xFF),
            (char) (type >>> 8 & 0xFF),
            (char) (type & 0xFF)
          });
    }
  }

  /** The decompressed content of consecutive IDAT chunks. */
  private static final class PixelStream {

    private final Chunks chunks;
    private final Inflater inflater;
    private final byte[] window = new byte[1 << 16];
    private final byte[] one = new byte[1];
    private CRC32 checksum;
    private int taken;

    PixelStream(Chunks chunks, Inflater inflater) {
      this.chunks = chunks;
      this.inflater = inflater;
      this.checksum = chunks.newChecksum();
    }

    int filter() throws IOException {
      fill(one, 0, 1);
      return one[0] & 0xFF;
    }

    void fill(byte[] row, int from, int length) throws IOException {
      int done = 0;
      try {
        while (done < length) {
          int count = inflater.inflate(row, from + done, length - done);
          done += count;
          if (count == 0 && (inflater.finished() || inflater.needsDictionary() || !feed())) {
            throw chunks.source.malformed(
                chunks.start, "has fewer pixels than it declares: damaged; export it again");
          }
        }
      } catch (DataFormatException e) {
        throw chunks.source.malformed(
            chunks.start,
            "has Deflate data with an error ("
                + e.getMessage()
                + "): damaged; copy or export it again");
      }
    }

    /** Hands the inflater more bytes; returns whether there were any. */
    private boolean feed() throws IOException {
      while (taken == chunks.length) {
        chunks.compare(checksum);
        chunks.next();
        if (chunks.type != IDAT) {
          return false;
        }
        checksum = chunks.newChecksum();
        taken = 0;
      }
      int count = Math.min(window.length, chunks.length - taken);
      chunks.source.read(chunks.start + 8 + taken, window, 0, count);
      checksum.update(window, 0, count);
      taken += count;
      inflater.setInput(window, 0, count);
      return true;
    }

    /** Reads to the end of the file's chunks: what is missing there was cut off. */
    void requireEnd() throws IOException {
      while (chunks.type == IDAT && feed()) {
        // The checksum of the data's tail.
      }
      while (chunks.type != IEND) {
        chunks.next();
      }
    }
  }
}
