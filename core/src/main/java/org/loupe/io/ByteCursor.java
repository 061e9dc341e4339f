package org.loupe.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Numbers read one after the other from a {@link ByteSource}, through a window of its bytes. */
final class ByteCursor {

  private static final int WINDOW = 1 << 16;

  private final ByteSource source;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
  private ByteOrder order;
  private long windowStart;
  private long position;

  ByteCursor(ByteSource source, long position, ByteOrder order) {
    this.source = source;
    this.position = position;
    this.order = order;
    window.limit(0);
  }

  /** Returns the place in the file of the next byte. */
  long position() {
    return position;
  }

  void moveTo(long newPosition) {
    this.position = newPosition;
  }

  void order(ByteOrder newOrder) {
    this.order = newOrder;
  }

  /** Moves on by {@code bytes} without a look at them; past the end is an error. */
  void skip(long bytes) throws IOException {
    if (bytes < 0 || bytes > source.size() - position) {
      throw source.malformed(
          position,
          "is damaged or cut short: "
              + bytes
              + " bytes expected, the file has "
              + Math.max(0, source.size() - position)
              + " more; copy or export it again");
    }
    position += bytes;
  }

  private int need(int bytes) throws IOException {
    long at = position - windowStart;
    if (at < 0 || at + bytes > window.limit()) {
      int length = (int) Math.min(WINDOW, Math.max(bytes, source.size() - position));
      source.read(position, window.array(), 0, length);
      window.limit(length);
      windowStart = position;
      at = 0;
    }
    position += bytes;
    window.order(order);
    return (int) at;
  }

  int unsignedByte() throws IOException {
    return window.get(need(1)) & 0xFF;
  }

  int int16() throws IOException {
    return window.getShort(need(2));
  }

  int unsignedShort() throws IOException {
    return window.getShort(need(2)) & 0xFFFF;
  }

  int int32() throws IOException {
    return window.getInt(need(4));
  }

  long unsignedInt() throws IOException {
    return window.getInt(need(4)) & 0xFFFF_FFFFL;
  }

  long int64() throws IOException {
    return window.getLong(need(8));
  }

  float float32() throws IOException {
    return window.getFloat(need(4));
  }

  double float64() throws IOException {
    return window.getDouble(need(8));
  }

  /** Returns {@code length} bytes as Latin-1 text. */
  String latin(int length) throws IOException {
    byte[] bytes = source.bytes(position, length);
    position += length;
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
