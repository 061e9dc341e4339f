package org.loupe.io;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tag tree of a Gatan DigitalMicrograph file, version 3 (DM3) or 4 (DM4).
 *
 * <p>The header has the version, the length of the tree and the byte order of the values; all else
 * is big-endian. A group has flags, a number of entries, and the entries; an entry is a group or a
 * value, with a name that may be empty. A value is preceded by {@code %%%%} and a list of integers
 * that describe its type: a number, a text, a structure or an array of these. DM4 has 64-bit
 * integers where DM3 has 32-bit ones, and the length of each entry before it. Gatan has not
 * published the format; this follows the description by C. Boothroyd, "DigitalMicrograph file
 * format", and its extension to DM4.
 *
 * <p>Arrays are left in the file: only their place is kept. Depth and number of tags are bounded.
 */
final class DmTags {

  static final int DM3 = 3;
  static final int DM4 = 4;

  private static final int MOST_DEPTH = 64;
  private static final int MOST_TAGS = 1_000_000;
  private static final int MOST_TYPE_WORDS = 4096;

  /** The most characters of a text that is kept in the tree. */
  private static final int MOST_TEXT = 1 << 16;

  static final int GROUP = 20;
  static final int VALUE = 21;
  private static final int END = 0;

  private static final int SHORT = 2;
  private static final int LONG = 3;
  private static final int UNSIGNED_SHORT = 4;
  private static final int UNSIGNED_LONG = 5;
  private static final int FLOAT = 6;
  private static final int DOUBLE = 7;
  private static final int BOOLEAN = 8;
  private static final int CHAR = 9;
  private static final int OCTET = 10;
  private static final int LONG_LONG = 11;
  private static final int UNSIGNED_LONG_LONG = 12;
  private static final int STRUCTURE = 15;
  private static final int TEXT = 18;
  private static final int ARRAY = 20;

  private final ByteSource source;
  private final ByteCursor cursor;
  private final boolean wide;
  private final int version;
  private final ByteOrder order;
  private final Group root;
  private int tags;

  /** What a tag holds. */
  sealed interface Node permits Group, Scalar, Text, Structure, Array {}

  /** A tag of a group; the name may be empty. */
  record Entry(String name, Node node) {}

  record Group(List<Entry> entries) implements Node {

    Optional<Node> child(String name) {
      return entries.stream().filter(e -> e.name.equals(name)).map(Entry::node).findFirst();
    }

    Optional<Group> group(String name) {
      return child(name).filter(Group.class::isInstance).map(Group.class::cast);
    }

    /** Returns the groups among the entries, in order, whatever their names. */
    List<Group> groups() {
      return entries.stream()
          .map(Entry::node)
          .filter(Group.class::isInstance)
          .map(Group.class::cast)
          .toList();
    }

    /** Returns the numbers among the entries, in order, whatever their names. */
    List<Number> numbers() {
      return entries.stream()
          .map(Entry::node)
          .filter(Scalar.class::isInstance)
          .map(node -> ((Scalar) node).value)
          .toList();
    }

    Optional<Number> number(String name) {
      return child(name).filter(Scalar.class::isInstance).map(node -> ((Scalar) node).value);
    }

    /** Returns a text; empty if there is none. */
    String text(String name) {
      return child(name).filter(Text.class::isInstance).map(node -> ((Text) node).value).orElse("");
    }
  }

  record Scalar(Number value) implements Node {}

  /** An array of 16-bit integers, which may be a text: only its name tells. */
  record Text(String value, Array array) implements Node {}

  record Structure(List<Number> values) implements Node {}

  /**
   * An array that lies in the file.
   *
   * @param elementBytes bytes of an element
   * @param length number of elements
   */
  record Array(int elementBytes, long length, long offset) implements Node {}

  private DmTags(ByteSource source) throws IOException {
    this.source = source;
    this.cursor = new ByteCursor(source, 0, ByteOrder.BIG_ENDIAN);
    this.version = cursor.int32();
    if (version != DM3 && version != DM4) {
      throw source.malformed(0, "is no DM3 or DM4: version " + version);
    }
    this.wide = version == DM4;
    word(); // The length of the tree: writers count it in different ways.
    int little = cursor.int32();
    if (little != 0 && little != 1) {
      throw source.malformed(cursor.position() - 4, "has the byte order " + little + ": damaged");
    }
    this.order = little == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    this.root = group(0);
  }

  static DmTags read(ByteSource source) throws IOException {
    return new DmTags(source);
  }

  int version() {
    return version;
  }

  ByteOrder order() {
    return order;
  }

  Group root() {
    return root;
  }

  /** Returns an integer of the width that the version has for lengths and counts. */
  private long word() throws IOException {
    return wide ? cursor.int64() : cursor.int32();
  }

  private Group group(int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw source.malformed(cursor.position(), "has tags nested too deep: damaged");
    }
    cursor.skip(2); // Whether the group is sorted, and whether it is open.
    long count = word();
    if (count < 0 || count > MOST_TAGS) {
      throw source.malformed(cursor.position(), "has a group of " + count + " tags: damaged");
    }
    List<Entry> entries = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      if (++tags > MOST_TAGS) {
        throw source.malformed(cursor.position(), "has more than " + MOST_TAGS + " tags: damaged");
      }
      long start = cursor.position();
      int kind = cursor.unsignedByte();
      if (kind == END) {
        break;
      }
      int nameLength = cursor.unsignedShort();
      String name = cursor.latin(nameLength);
      if (wide) {
        cursor.skip(8); // The length of the entry, which its content states as well.
      }
      switch (kind) {
        case GROUP -> entries.add(new Entry(name, group(depth + 1)));
        case VALUE -> entries.add(new Entry(name, value()));
        default -> throw source.malformed(start, "has a tag of kind " + kind + ": damaged");
      }
    }
    return new Group(entries);
  }

  private Node value() throws IOException {
    long start = cursor.position();
    if (!cursor.latin(4).equals("%%%%")) {
      throw source.malformed(start, "has a value without its mark %%%%: damaged");
    }
    long words = word();
    if (words < 1 || words > MOST_TYPE_WORDS) {
      throw source.malformed(start, "has a type of " + words + " words: damaged");
    }
    long[] type = new long[(int) words];
    for (int i = 0; i < type.length; i++) {
      type[i] = word();
    }
    cursor.order(order);
    Node node = value(type, start);
    cursor.order(ByteOrder.BIG_ENDIAN);
    return node;
  }

  private Node value(long[] type, long start) throws IOException {
    switch ((int) type[0]) {
      case STRUCTURE -> {
        List<Number> values = new ArrayList<>();
        for (int field : fields(type, 0, start)) {
          values.add(number(field, start));
        }
        return new Structure(values);
      }
      case TEXT -> {
        return text(length(type, start), start);
      }
      case ARRAY -> {
        long length = length(type, start);
        int element = type.length < 3 ? 0 : (int) type[1];
        int elementBytes = 0;
        if (element == STRUCTURE) {
          for (int field : fields(type, 1, start)) {
            elementBytes += bytes(field, start);
          }
        } else {
          elementBytes = bytes(element, start);
        }
        if (length > source.size() / Math.max(1, elementBytes)) {
          throw source.malformed(
              start, "has an array of " + length + " elements, more than its bytes: cut short");
        }
        Array array = new Array(elementBytes, length, cursor.position());
        cursor.skip(length * elementBytes);
        return element == UNSIGNED_SHORT && length <= MOST_TEXT ? text(array) : array;
      }
      default -> {
        return new Scalar(number((int) type[0], start));
      }
    }
  }

  /** Returns the last word of a type, which is the length of an array or a text. */
  private long length(long[] type, long start) throws IOException {
    long length = type[type.length - 1];
    if (type.length < 2 || length < 0) {
      throw source.malformed(start, "has an array of length " + length + ": damaged");
    }
    return length;
  }

  /** Returns the types of a structure's fields: its description starts at {@code from}. */
  private int[] fields(long[] type, int from, long start) throws IOException {
    long count = type.length > from + 2 ? type[from + 2] : -1;
    if (count < 0 || count > (type.length - from - 3) / 2) {
      throw source.malformed(start, "has a structure of " + count + " fields: damaged");
    }
    int[] fields = new int[(int) count];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = (int) type[from + 4 + 2 * i];
    }
    return fields;
  }

  private int bytes(int type, long start) throws IOException {
    return switch (type) {
      case BOOLEAN, CHAR, OCTET -> 1;
      case SHORT, UNSIGNED_SHORT -> 2;
      case LONG, UNSIGNED_LONG, FLOAT -> 4;
      case DOUBLE, LONG_LONG, UNSIGNED_LONG_LONG -> 8;
      default -> throw source.malformed(start, "has a value of type " + type + ": damaged");
    };
  }

  private Number number(int type, long start) throws IOException {
    return switch (type) {
      case BOOLEAN, OCTET -> cursor.unsignedByte();
      case CHAR -> (byte) cursor.unsignedByte();
      case SHORT -> cursor.int16();
      case UNSIGNED_SHORT -> cursor.unsignedShort();
      case LONG -> cursor.int32();
      case UNSIGNED_LONG -> cursor.unsignedInt();
      case FLOAT -> cursor.float32();
      case DOUBLE -> cursor.float64();
      case LONG_LONG, UNSIGNED_LONG_LONG -> cursor.int64();
      default -> throw source.malformed(start, "has a value of type " + type + ": damaged");
    };
  }

  private Node text(long length, long start) throws IOException {
    if (length > source.size() / 2) {
      throw source.malformed(start, "has a text longer than the file: damaged");
    }
    Array array = new Array(2, length, cursor.position());
    cursor.skip(2 * length);
    return length <= MOST_TEXT ? text(array) : array;
  }

  private Text text(Array array) throws IOException {
    byte[] bytes = source.bytes(array.offset, Math.toIntExact(2 * array.length));
    if (order == ByteOrder.BIG_ENDIAN) {
      return new Text(new String(bytes, StandardCharsets.UTF_16BE), array);
    }
    return new Text(new String(bytes, StandardCharsets.UTF_16LE), array);
  }

  /**
   * Returns all tags in the order of the file, with their paths; entries without name by number.
   */
  List<MetadataTag> flattened() {
    List<MetadataTag> flat = new ArrayList<>();
    flatten("", root, flat);
    return flat;
  }

  private static void flatten(String path, Group group, List<MetadataTag> flat) {
    int unnamed = 0;
    for (Entry entry : group.entries) {
      String name = path + (entry.name.isEmpty() ? String.valueOf(unnamed++) : entry.name);
      if (entry.node instanceof Group child) {
        flatten(name + ".", child, flat);
      } else {
        flat.add(new MetadataTag(name, told(entry.node)));
      }
    }
  }

  /** Returns whether half of the characters are ASCII: names, units and paths of this format. */
  private static boolean looksWritten(String text) {
    long ascii = text.chars().filter(c -> (c >= ' ' && c < 127) || c == '\n' || c == '\r').count();
    return 2 * ascii >= text.length() && text.indexOf('\0') < 0;
  }

  private static String told(Node node) {
    if (node instanceof Scalar scalar) {
      return String.valueOf(scalar.value);
    }
    if (node instanceof Text text) {
      return looksWritten(text.value) ? text.value : told(text.array);
    }
    if (node instanceof Structure structure) {
      return structure.values.toString();
    }
    Array array = (Array) node;
    return array.length + " elements of " + array.elementBytes + " bytes at " + array.offset;
  }
}
