package org.loupe.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes tiny SER files of TIA, with 4-byte or 8-byte offsets, and the XML of an EMI file. */
final class SeriesBuilder {

  private final boolean wide;
  private final List<byte[]> elements = new ArrayList<>();
  private int kind = 0x4122;
  private int missing;

  SeriesBuilder(boolean wide) {
    this.wide = wide;
  }

  /** Adds an element of 16-bit unsigned samples, given from the bottom row up. */
  SeriesBuilder image(int width, int height, double metersX, double metersY, int... values) {
    return element(2, width, height, metersX, metersY, values);
  }

  SeriesBuilder element(
      int type, int width, int height, double metersX, double metersY, int... values) {
    byte[] bytes = new byte[50 + 2 * values.length];
    ByteBuffer buffer = little(bytes);
    buffer.putDouble(0).putDouble(metersX).putInt(0);
    buffer.putDouble(0).putDouble(metersY).putInt(0);
    buffer.putShort((short) type).putInt(width).putInt(height);
    for (int value : values) {
      buffer.putShort((short) value);
    }
    elements.add(bytes);
    return this;
  }

  SeriesBuilder spectra() {
    kind = 0x4120;
    return this;
  }

  /** Declares {@code count} elements more than were recorded. */
  SeriesBuilder stoppedBefore(int count) {
    missing = count;
    return this;
  }

  byte[] bytes() {
    int offsetBytes = wide ? 8 : 4;
    int declared = elements.size() + missing;
    int header = 6 + 4 * 4 + offsetBytes + 4;
    int tables = 2 * declared * offsetBytes;
    int notes = header + tables;
    byte[] bytes = new byte[notes + 8 * elements.size()];
    ByteBuffer buffer = little(bytes);
    buffer.putShort((short) 0x4949).putShort((short) 0x0197);
    buffer.putShort((short) (wide ? 0x0220 : 0x0210));
    buffer.putInt(kind).putInt(0x4152).putInt(declared).putInt(elements.size());
    put(buffer, header);
    buffer.putInt(0); // No dimensions: they say nothing of the pixels.
    long position = bytes.length;
    for (int i = 0; i < declared; i++) {
      put(buffer, i < elements.size() ? position : 0);
      position += i < elements.size() ? elements.get(i).length : 0;
    }
    for (int i = 0; i < declared; i++) {
      put(buffer, i < elements.size() ? notes + 8L * i : 0);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes);
    elements.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private void put(ByteBuffer buffer, long offset) {
    if (wide) {
      buffer.putLong(offset);
    } else {
      buffer.putInt((int) offset);
    }
  }

  /** Returns an EMI file that describes one series, taken in {@code mode}. */
  static byte[] emi(String mode) {
    String xml =
        "JK\0\2....<ObjectInfo><ExperimentalDescription><Root>"
            + "<Data><Label>High tension</Label><Value>200</Value><Unit>kV</Unit></Data>"
            + "<Data><Label>Mode</Label><Value>"
            + mode
            + "</Value><Unit></Unit></Data></Root></ExperimentalDescription></ObjectInfo>....";
    return xml.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
