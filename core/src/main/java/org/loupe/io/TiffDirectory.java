package org.loupe.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One image file directory of a TIFF: its tags, in the order of the specification (TIFF 6.0,
 * section 2; BigTIFF where the version is 43).
 *
 * <p>Values are read when asked for, and only as many as the file holds.
 */
final class TiffDirectory {

  private static final int CLASSIC_VERSION = 42;
  private static final int BIG_VERSION = 43;

  /** Bytes of a value, by type number; 0 for a type that does not exist. */
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;
  private static final int DOUBLE = 12;
  private static final int IFD = 13;
  private static final int LONG8 = 16;
  private static final int IFD8 = 18;

  /** The most bytes of a text: that of an OME-TIFF describes every plane. */
  private static final int MOST_TEXT = 1 << 24;

  /** A tag's type, number of values, and where in the file the values lie. */
  private record Entry(int type, long count, long position) {}

  private final ByteSource source;
  private final ByteOrder order;
  private final int index;
  private final long offset;
  private final Map<Integer, Entry> entries;

  private TiffDirectory(
      ByteSource source, ByteOrder order, int index, long offset, Map<Integer, Entry> entries) {
    this.source = source;
    this.order = order;
    this.index = index;
    this.offset = offset;
    this.entries = entries;
  }

  /** Reads the chain of directories of a file; at least one. */
  static List<TiffDirectory> readAll(ByteSource source) throws IOException {
    byte[] mark = source.bytes(0, 4);
    ByteOrder order = mark[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    int version = ByteBuffer.wrap(mark).order(order).getShort(2);
    if (version != CLASSIC_VERSION && version != BIG_VERSION) {
      throw source.malformed(2, "is no TIFF: version " + version + " in place of 42 or 43");
    }
    boolean big = version == BIG_VERSION;
    int countBytes = big ? 8 : 2;
    int entryBytes = big ? 20 : 12;
    int offsetBytes = big ? 8 : 4;
    if (big) {
      ByteBuffer header = buffer(source, order, 4, 4);
      if (header.getShort(0) != 8 || header.getShort(2) != 0) {
        throw source.malformed(4, "is no BigTIFF: its offsets do not have 8 bytes");
      }
    }
    List<TiffDirectory> directories = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    long offset = unsigned(buffer(source, order, big ? 8 : 4, offsetBytes), 0, offsetBytes);
    while (offset != 0) {
      if (!seen.add(offset)) {
        throw source.malformed(offset, "has pages that follow each other in a circle: damaged");
      }
      long count = unsigned(buffer(source, order, offset, countBytes), 0, countBytes);
      if (count < 1 || count > 65_535) {
        throw source.malformed(offset, "has a page of " + count + " tags: damaged");
      }
      int length = (int) count * entryBytes;
      ByteBuffer body = buffer(source, order, offset + countBytes, length + offsetBytes);
      Map<Integer, Entry> entries = new HashMap<>();
      for (int start = 0; start < length; start += entryBytes) {
        int tag = body.getShort(start) & 0xFFFF;
        int type = body.getShort(start + 2) & 0xFFFF;
        long values = unsigned(body, start + 4, offsetBytes);
        int typeBytes = type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
        if (typeBytes == 0) {
          continue; // The specification: readers skip fields of unknown type.
        }
        boolean inline = values >= 0 && values <= offsetBytes / typeBytes;
        int field = start + 4 + offsetBytes;
        long position = inline ? offset + countBytes + field : unsigned(body, field, offsetBytes);
        entries.putIfAbsent(tag, new Entry(type, values, position));
      }
      directories.add(new TiffDirectory(source, order, directories.size(), offset, entries));
      offset = unsigned(body, length, offsetBytes);
    }
    if (directories.isEmpty()) {
      throw source.malformed(4, "is a TIFF without a page; export the micrograph again");
    }
    return directories;
  }

  private static ByteBuffer buffer(ByteSource source, ByteOrder order, long offset, int length)
      throws IOException {
    return ByteBuffer.wrap(source.bytes(offset, length)).order(order);
  }

  /** Returns an unsigned number of 2, 4 or 8 bytes; one beyond 2^63 - 1 comes out negative. */
  private static long unsigned(ByteBuffer buffer, int position, int bytes) {
    return switch (bytes) {
      case 2 -> buffer.getShort(position) & 0xFFFF;
      case 4 -> buffer.getInt(position) & 0xFFFF_FFFFL;
      default -> buffer.getLong(position);
    };
  }

  ByteSource source() {
    return source;
  }

  ByteOrder order() {
    return order;
  }

  /** Returns the place of this directory in the file's chain, from 0. */
  int index() {
    return index;
  }

  /** Returns where the directory lies in the file. */
  long offset() {
    return offset;
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** Returns the number of values of {@code tag}; 0 if it is absent. */
  long count(int tag) {
    Entry entry = entries.get(tag);
    return entry == null ? 0 : entry.count;
  }

  /** Returns the type number of {@code tag}; 0 if it is absent. */
  int type(int tag) {
    Entry entry = entries.get(tag);
    return entry == null ? 0 : entry.type;
  }

  /** Returns the numbers of all tags, in rising order. */
  List<Integer> tags() {
    return entries.keySet().stream().sorted().toList();
  }

  /** Returns where the values of {@code tag} lie, for messages. */
  long position(int tag) {
    Entry entry = entries.get(tag);
    return entry == null ? offset : entry.position;
  }

  /** Returns whether {@code tag} holds unsigned integers. */
  boolean isInteger(int tag) {
    int type = type(tag);
    return type == BYTE
        || type == SHORT
        || type == LONG
        || type == IFD
        || type == LONG8
        || type == IFD8;
  }

  /** Returns the one integer of {@code tag}, or {@code otherwise} if it is absent. */
  long integer(int tag, long otherwise) throws IOException {
    return count(tag) == 0 ? otherwise : integers(tag, 1)[0];
  }

  /** Returns the first {@code wanted} integers of {@code tag}. */
  long[] integers(int tag, int wanted) throws IOException {
    Entry entry = entries.get(tag);
    if (entry == null || (entry.count >= 0 && entry.count < wanted)) {
      throw source.malformed(
          position(tag),
          "needs " + wanted + " values of TIFF tag " + tag + ", has " + count(tag) + ": damaged");
    }
    int bytes = TYPE_BYTES[entry.type];
    if (!isInteger(tag)) {
      throw source.malformed(
          position(tag), "has TIFF tag " + tag + " with type " + entry.type + ": damaged");
    }
    long length = (long) wanted * bytes;
    if (length > source.size()) {
      throw source.malformed(
          position(tag), "has more values of TIFF tag " + tag + " than bytes: damaged");
    }
    ByteBuffer values = buffer(source, order, entry.position, (int) length);
    long[] result = new long[wanted];
    for (int i = 0; i < wanted; i++) {
      result[i] = bytes == 1 ? values.get(i) & 0xFF : unsigned(values, i * bytes, bytes);
    }
    return result;
  }

  /** Returns the number of a RATIONAL or DOUBLE tag; empty if absent, NaN where it is 0/0. */
  Optional<Double> number(int tag) throws IOException {
    Entry entry = entries.get(tag);
    if (entry == null || entry.count < 1) {
      return Optional.empty();
    }
    if (entry.type == RATIONAL) {
      ByteBuffer values = buffer(source, order, entry.position, 8);
      return Optional.of((double) unsigned(values, 0, 4) / unsigned(values, 4, 4));
    }
    if (entry.type == DOUBLE) {
      return Optional.of(buffer(source, order, entry.position, 8).getDouble(0));
    }
    return Optional.empty();
  }

  /** Returns the first 16 MB of a text tag, up to its final NUL; empty if absent. */
  String text(int tag) throws IOException {
    Entry entry = entries.get(tag);
    if (entry == null || TYPE_BYTES[entry.type] != 1 || entry.count < 1) {
      return "";
    }
    byte[] bytes = source.bytes(entry.position, (int) Math.min(entry.count, MOST_TEXT));
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    ByteBuffer encoded = ByteBuffer.wrap(bytes, 0, length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
    } catch (CharacterCodingException e) {
      // Most programs write Latin-1, where a lone B5 is the micro sign.
      return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
  }
}
