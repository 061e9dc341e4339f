package org.loupe.io;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes tiny DM3 and DM4 files, valid ones and others, tag by tag. */
final class DmBuilder {

  private final int version;
  private final ByteOrder order;
  private final List<Tag> images = new ArrayList<>();
  private final List<Tag> thumbnails = new ArrayList<>();
  private final List<Tag> extra = new ArrayList<>();

  /** A tag; the value is a number, a text, {@link Samples} or a list of tags. */
  record Tag(String name, Object value) {}

  /** An array of numbers of a type of the format, as stored. */
  record Samples(int type, int count, byte[] bytes) {}

  DmBuilder(int version, ByteOrder order) {
    this.version = version;
    this.order = order;
  }

  static DmBuilder dm3() {
    return new DmBuilder(3, ByteOrder.LITTLE_ENDIAN);
  }

  static DmBuilder dm4() {
    return new DmBuilder(4, ByteOrder.LITTLE_ENDIAN);
  }

  static List<Tag> group(Tag... tags) {
    return Arrays.asList(tags);
  }

  /** Returns an axis: the number of pixels, their size and its unit. */
  static Axis axis(int size, double scale, String unit) {
    return new Axis(size, scale, unit);
  }

  record Axis(int size, double scale, String unit) {}

  /** Adds an image whose samples are given as stored. */
  DmBuilder image(String name, int dataType, Samples samples, Axis... axes) {
    List<Tag> sizes = new ArrayList<>();
    List<Tag> calibrations = new ArrayList<>();
    for (Axis axis : axes) {
      sizes.add(new Tag("", axis.size));
      calibrations.add(
          new Tag(
              "",
              group(
                  new Tag("Origin", 0.0f),
                  new Tag("Scale", (float) axis.scale),
                  new Tag("Units", axis.unit))));
    }
    List<Tag> data =
        group(
            new Tag("Calibrations", group(new Tag("Dimension", calibrations))),
            new Tag("Data", samples),
            new Tag("DataType", dataType),
            new Tag("Dimensions", sizes));
    images.add(new Tag("", group(new Tag("ImageData", data), new Tag("Name", name))));
    return this;
  }

  /** Adds a small color image, which the file calls a thumbnail. */
  DmBuilder thumbnail() {
    thumbnails.add(new Tag("", group(new Tag("ImageIndex", images.size()))));
    return image("thumbnail", 23, new Samples(3, 4, new byte[16]), axis(2, 1, ""), axis(2, 1, ""));
  }

  DmBuilder tag(String name, Object value) {
    extra.add(new Tag(name, value));
    return this;
  }

  /** Returns samples of 16 bits, of type 2 (signed) or 4 (unsigned). */
  Samples shorts(int type, int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(order);
    for (int value : values) {
      buffer.putShort((short) value);
    }
    return new Samples(type, values.length, buffer.array());
  }

  Samples floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(order);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return new Samples(6, values.length, buffer.array());
  }

  byte[] bytes() {
    List<Tag> root = new ArrayList<>(extra);
    root.add(new Tag("ImageList", images));
    if (!thumbnails.isEmpty()) {
      root.add(new Tag("Thumbnails", thumbnails));
    }
    byte[] tree = written(root);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(version);
      word(out, tree.length);
      out.writeInt(order == ByteOrder.LITTLE_ENDIAN ? 1 : 0);
      out.write(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void word(DataOutputStream out, long value) throws IOException {
    if (version == 4) {
      out.writeLong(value);
    } else {
      out.writeInt((int) value);
    }
  }

  private byte[] written(List<?> tags) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(1);
      out.writeByte(0);
      word(out, tags.size());
      for (Object each : tags) {
        Tag tag = (Tag) each;
        byte[] content = tag.value instanceof List<?> list ? written(list) : value(tag.value);
        out.writeByte(tag.value instanceof List<?> ? 20 : 21);
        out.writeShort(tag.name.length());
        out.writeBytes(tag.name);
        if (version == 4) {
          out.writeLong(content.length);
        }
        out.write(content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private byte[] value(Object value) throws IOException {
    if (value instanceof Samples samples) {
      return typed(samples.bytes, 20, samples.type, samples.count);
    }
    if (value instanceof String text) {
      byte[] encoded =
          text.getBytes(
              order == ByteOrder.LITTLE_ENDIAN
                  ? StandardCharsets.UTF_16LE
                  : StandardCharsets.UTF_16BE);
      return typed(encoded, 20, 4, text.length());
    }
    if (value instanceof Float number) {
      return typed(ByteBuffer.allocate(4).order(order).putFloat(number).array(), 6);
    }
    if (value instanceof Double number) {
      return typed(ByteBuffer.allocate(8).order(order).putDouble(number).array(), 7);
    }
    if (value instanceof int[] pair) {
      // A structure of two 32-bit integers.
      return typed(
          ByteBuffer.allocate(8).order(order).putInt(pair[0]).putInt(pair[1]).array(),
          15,
          0,
          2,
          0,
          3,
          0,
          3);
    }
    return typed(ByteBuffer.allocate(4).order(order).putInt((Integer) value).array(), 3);
  }

  private byte[] typed(byte[] content, int... type) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeBytes("%%%%");
      word(out, type.length);
      for (int each : type) {
        word(out, each);
      }
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
