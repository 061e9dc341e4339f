package org.loupe.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.loupe.image.GrayImage;

/**
 * Writes a gray image as TIFF with its pixel size: one uncompressed strip, little-endian, the
 * calibration as ImageJ writes it. Equal images give equal bytes.
 */
public final class GrayTiff {

  private static final int ENTRIES = 12;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;

  private GrayTiff() {}

  /**
   * Returns the file.
   *
   * @param image whole samples, 0 to the largest that the bits can hold
   * @param bits of a sample: 8 or 16
   * @param pixelSizeNm side of a pixel, in nanometres; it is kept to a millionth
   */
  public static byte[] bytes(GrayImage image, int bits, double pixelSizeNm) {
    if (bits != 8 && bits != 16) {
      throw new IllegalArgumentException("bits must be 8 or 16, were " + bits);
    }
    long denominator = Math.round(pixelSizeNm * 1e6);
    if (!(denominator > 0 && denominator <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("pixel size cannot be written, was " + pixelSizeNm);
    }
    byte[] description =
        ("ImageJ=1.54p\nunit=nm\nmin=0.0\nmax=" + (bits == 8 ? "255.0" : "65535.0") + "\n\0")
            .getBytes(StandardCharsets.US_ASCII);
    int descriptionAt = 8 + 2 + ENTRIES * 12 + 4;
    int resolutionAt = descriptionAt + (description.length + 1) / 2 * 2;
    int pixelsAt = resolutionAt + 8;
    int pixelBytes = Math.multiplyExact(image.samples().length, bits / 8);
    ByteBuffer out =
        ByteBuffer.allocate(Math.addExact(pixelsAt, pixelBytes)).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    out.putShort((short) ENTRIES);
    entry(out, 256, LONG, 1, image.width());
    entry(out, 257, LONG, 1, image.height());
    entry(out, 258, SHORT, 1, bits);
    entry(out, 259, SHORT, 1, 1); // no compression
    entry(out, 262, SHORT, 1, 1); // zero is black
    entry(out, 270, 2, description.length, descriptionAt);
    entry(out, 273, LONG, 1, pixelsAt);
    entry(out, 277, SHORT, 1, 1);
    entry(out, 278, LONG, 1, image.height());
    entry(out, 279, LONG, 1, pixelBytes);
    entry(out, 282, RATIONAL, 1, resolutionAt);
    entry(out, 283, RATIONAL, 1, resolutionAt);
    out.putInt(0);
    out.position(descriptionAt).put(description);
    out.position(resolutionAt).putInt(1_000_000).putInt((int) denominator);
    out.position(pixelsAt);
    for (float sample : image.samples()) {
      if (bits == 8) {
        out.put((byte) (int) sample);
      } else {
        out.putShort((short) (int) sample);
      }
    }
    return out.array();
  }

  private static void entry(ByteBuffer out, int tag, int type, int count, int value) {
    out.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }
}
