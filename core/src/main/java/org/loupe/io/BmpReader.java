package org.loupe.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.loupe.micrograph.Micrograph;

/**
 * Reads Windows bitmaps of 1, 4, 8, 16, 24 and 32 bits a pixel, uncompressed, either way up.
 *
 * <p>Run-length compression and embedded JPEG or PNG are refused.
 */
final class BmpReader implements MicrographReader {

  static final String FORMAT = "BMP";

  private static final int FILE_HEADER = 14;
  private static final int CORE_HEADER = 12;
  private static final int INFO_HEADER = 40;
  private static final int RGB = 0;
  private static final int BIT_FIELDS = 3;
  private static final int ALPHA_BIT_FIELDS = 6;

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public List<String> extensions() {
    return List.of("bmp");
  }

  @Override
  public boolean recognizes(byte[] head) {
    if (head.length < FILE_HEADER + 4 || head[0] != 'B' || head[1] != 'M') {
      return false;
    }
    // Two letters are little: the header's size must be one that exists, too.
    int size = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(FILE_HEADER);
    return size == CORE_HEADER || (size >= INFO_HEADER && size <= 256);
  }

  @Override
  public MicrographFile open(Path path) throws IOException {
    return new SingleFrame(ByteSource.open(path), BmpReader::pixels, BmpReader::decode);
  }

  private static long pixels(ByteSource source) throws IOException {
    int headerSize = little(source.bytes(0, FILE_HEADER + 4)).getInt(FILE_HEADER);
    ByteBuffer header = little(source.bytes(FILE_HEADER, headerSize));
    return headerSize == CORE_HEADER
        ? (long) (header.getShort(4) & 0xFFFF) * (header.getShort(6) & 0xFFFF)
        : Math.abs((long) header.getInt(4) * header.getInt(8));
  }

  private static Micrograph decode(ByteSource source) throws IOException {
    ByteBuffer file = little(source.bytes(0, FILE_HEADER + 4));
    long pixelOffset = file.getInt(10) & 0xFFFF_FFFFL;
    int headerSize = file.getInt(FILE_HEADER);
    ByteBuffer header = little(source.bytes(FILE_HEADER, headerSize));
    boolean core = headerSize == CORE_HEADER;
    long width = core ? header.getShort(4) & 0xFFFF : header.getInt(4);
    long signedHeight = core ? header.getShort(6) & 0xFFFF : header.getInt(8);
    long height = Math.abs(signedHeight);
    int bits = header.getShort(core ? 10 : 14) & 0xFFFF;
    int compression = core ? RGB : header.getInt(16);
    if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32) {
      throw source.malformed(
          FILE_HEADER, "is a BMP of " + bits + " bits a pixel, which does not exist: damaged");
    }
    boolean masks = compression == BIT_FIELDS || compression == ALPHA_BIT_FIELDS;
    if (compression != RGB && !(masks && (bits == 16 || bits == 32))) {
      throw source.unsupported(
          "is a BMP with compression " + compression + ", which is not read; save it as PNG");
    }
    long rowBytes = (Math.max(0, width) * bits + 31) / 32 * 4;
    PixelBudget.check(source, width, height, (double) rowBytes, 1, 4);
    List<String> notes = new ArrayList<>();
    Colors colors =
        bits <= 8
            ? palette(source, header, core, bits, notes)
            : channels(source, bits, masks, notes);
    float[] samples = new float[(int) (width * height)];
    byte[] row = new byte[(int) rowBytes];
    for (int y = 0; y < height; y++) {
      long stored = signedHeight < 0 ? y : height - 1 - y;
      source.read(pixelOffset + stored * rowBytes, row, 0, row.length);
      colors.toGray(row, samples, y * (int) width, (int) width);
    }
    return Frames.of(
        source.path(), (int) width, (int) height, samples, 8, FORMAT, Optional.empty(), notes);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** How the bytes of a row become gray. */
  private interface Colors {
    void toGray(byte[] row, float[] out, int at, int width) throws IOException;
  }

  private static Colors palette(
      ByteSource source, ByteBuffer header, boolean core, int bits, List<String> notes)
      throws IOException {
    int colorBytes = core ? 3 : 4;
    long declared = core ? 0 : header.getInt(32) & 0xFFFF_FFFFL;
    int count = declared == 0 ? 1 << bits : (int) Math.min(declared, 1 << bits);
    byte[] map = source.bytes(FILE_HEADER + header.capacity(), count * colorBytes);
    float[] grays = new float[1 << bits];
    Arrays.fill(grays, Float.NaN);
    boolean isGray = true;
    boolean isIdentity = bits == 8;
    for (int i = 0; i < count; i++) {
      int blue = map[i * colorBytes] & 0xFF;
      int green = map[i * colorBytes + 1] & 0xFF;
      int red = map[i * colorBytes + 2] & 0xFF;
      grays[i] = Luma.of(red, green, blue);
      isGray &= red == green && green == blue;
      isIdentity &= grays[i] == i;
    }
    if (!isGray) {
      notes.add("color palette applied; " + Luma.NOTE);
    } else if (!isIdentity) {
      notes.add("gray palette applied");
    }
    int shift = Integer.numberOfTrailingZeros(8 / bits); // Pixels of a byte, as a power of two.
    int inByte = (1 << shift) - 1;
    int mask = (1 << bits) - 1;
    return (row, out, at, width) -> {
      float sum = 0;
      for (int x = 0; x < width; x++) {
        int pixel = row[x >> shift] >> ((inByte - (x & inByte)) * bits);
        float gray = grays[pixel & mask];
        out[at + x] = gray;
        sum += gray;
      }
      if (Float.isNaN(sum)) {
        throw new MicrographFormatException(
            source.path(),
            "has a pixel whose color is not in its palette: damaged; export it again");
      }
    };
  }

  private static Colors channels(ByteSource source, int bits, boolean masked, List<String> notes)
      throws IOException {
    notes.add(Luma.NOTE);
    if (bits == 24 || (bits == 32 && !masked)) {
      int step = bits / 8;
      return (row, out, at, width) -> {
        for (int x = 0, p = 0; x < width; x++, p += step) {
          out[at + x] = Luma.of(row[p + 2] & 0xFF, row[p + 1] & 0xFF, row[p] & 0xFF);
        }
      };
    }
    int[] masks = {0x7C00, 0x03E0, 0x001F};
    if (masked) {
      // Right behind the 40 bytes that all headers share: in longer ones, part of the header.
      ByteBuffer stored = little(source.bytes(FILE_HEADER + INFO_HEADER, 12));
      for (int i = 0; i < 3; i++) {
        masks[i] = stored.getInt(4 * i);
        int field = masks[i] >>> Integer.numberOfTrailingZeros(masks[i]);
        if (masks[i] == 0 || (field & (field + 1)) != 0 || (bits == 16 && masks[i] >>> 16 != 0)) {
          throw source.malformed(
              FILE_HEADER + INFO_HEADER + 4L * i, "has a color mask with gaps: damaged");
        }
      }
    }
    int step = bits / 8;
    return (row, out, at, width) -> {
      ByteBuffer pixels = little(row);
      for (int x = 0; x < width; x++) {
        int pixel = step == 2 ? pixels.getShort(x * 2) & 0xFFFF : pixels.getInt(x * 4);
        out[at + x] =
            Luma.of(field(pixel, masks[0]), field(pixel, masks[1]), field(pixel, masks[2]));
      }
    };
  }

  /** Returns the bits of {@code pixel} under {@code mask}, spread to 0..255 and rounded. */
  private static int field(int pixel, int mask) {
    int shift = Integer.numberOfTrailingZeros(mask);
    long top = (mask >>> shift) & 0xFFFF_FFFFL;
    long value = ((pixel & mask) >>> shift) & 0xFFFF_FFFFL;
    return (int) ((value * 255 + top / 2) / top);
  }
}
