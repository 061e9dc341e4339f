package org.loupe.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes tiny MRC files. */
final class MrcBuilder {

  private final ByteBuffer header = ByteBuffer.allocate(1024);
  private final int sections;
  private final int width;
  private final int height;
  private byte[] extended = new byte[0];

  MrcBuilder(ByteOrder order, int mode, int width, int height, int sections) {
    this.width = width;
    this.height = height;
    this.sections = sections;
    header.order(order);
    header.putInt(0, width).putInt(4, height).putInt(8, sections).putInt(12, mode);
    header.putInt(28, width).putInt(32, height).putInt(36, sections);
    header.putInt(64, 1).putInt(68, 2).putInt(72, 3);
    header.put(208, "MAP ".getBytes(StandardCharsets.US_ASCII));
    header.put(212, (byte) (order == ByteOrder.LITTLE_ENDIAN ? 0x44 : 0x11));
    header.put(213, (byte) (order == ByteOrder.LITTLE_ENDIAN ? 0x44 : 0x11));
  }

  static MrcBuilder little(int mode, int width, int height, int sections) {
    return new MrcBuilder(ByteOrder.LITTLE_ENDIAN, mode, width, height, sections);
  }

  /** Sets the size of a pixel by the size of the cell, in ångström. */
  MrcBuilder pixel(float angstromX, float angstromY) {
    header.putFloat(40, angstromX * width).putFloat(44, angstromY * height);
    header.putFloat(48, sections);
    return this;
  }

  /** Removes what files older than 2000 do not have. */
  MrcBuilder old() {
    header.putInt(208, 0).putInt(212, 0);
    return this;
  }

  MrcBuilder imodUnsigned() {
    header.putInt(152, 1_146_047_817).putInt(156, 0);
    return this;
  }

  /** Adds an extended header of FEI that states the size of a pixel. */
  MrcBuilder fei(double metersX, double metersY) {
    ByteBuffer record = ByteBuffer.allocate(768).order(header.order());
    record.putDouble(156, metersX).putDouble(164, metersY);
    extended = record.array();
    header.putInt(92, extended.length);
    header.put(104, "FEI1".getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  /** Returns the file; the samples are given as stored. */
  byte[] bytes(byte[] samples) {
    ByteBuffer file = ByteBuffer.allocate(1024 + extended.length + samples.length);
    return file.put(header.array()).put(extended).put(samples).array();
  }

  byte[] numbers(int bytes, long... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * bytes).order(header.order());
    for (long value : values) {
      switch (bytes) {
        case 1 -> buffer.put((byte) value);
        case 2 -> buffer.putShort((short) value);
        default -> buffer.putInt((int) value);
      }
    }
    return buffer.array();
  }
}
