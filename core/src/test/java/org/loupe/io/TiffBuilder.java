package org.loupe.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;

/** Writes tiny TIFFs of any kind, valid ones and others, tag by tag. */
final class TiffBuilder {

  static final int SHORT = 3;
  static final int LONG = 4;

  private final ByteOrder order;
  private final boolean big;
  private final List<Page> pages = new ArrayList<>();

  TiffBuilder(ByteOrder order, boolean big) {
    this.order = order;
    this.big = big;
  }

  static TiffBuilder little() {
    return new TiffBuilder(ByteOrder.LITTLE_ENDIAN, false);
  }

  /** Adds a page of one strip, whose bytes are given as stored. */
  Page page(int width, int height, int bits, byte[]... blocks) {
    Page page = new Page(blocks);
    page.tag(256, LONG, width).tag(257, LONG, height).tag(258, SHORT, bits);
    page.tag(259, SHORT, 1).tag(262, SHORT, 1).tag(277, SHORT, 1).tag(278, LONG, height);
    pages.add(page);
    return page;
  }

  /** Returns numbers of {@code bytes} bytes each, in this file's byte order. */
  byte[] numbers(int bytes, long... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * bytes).order(order);
    for (long value : values) {
      switch (bytes) {
        case 1 -> buffer.put((byte) value);
        case 2 -> buffer.putShort((short) value);
        case 4 -> buffer.putInt((int) value);
        default -> buffer.putLong(value);
      }
    }
    return buffer.array();
  }

  static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    byte[] buffer = new byte[bytes.length + 100];
    int length = deflater.deflate(buffer);
    deflater.end();
    return java.util.Arrays.copyOf(buffer, length);
  }

  /** Returns the bytes in PackBits, in literal runs and one repeat where all are the same. */
  static byte[] packed(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; ) {
      int run = 1;
      while (i + run < bytes.length && run < 128 && bytes[i + run] == bytes[i]) {
        run++;
      }
      if (run > 1) {
        out.write(257 - run);
        out.write(bytes[i]);
      } else {
        out.write(0);
        out.write(bytes[i]);
      }
      i += run;
    }
    return out.toByteArray();
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int header = big ? 16 : 8;
    int offsetBytes = big ? 8 : 4;
    int countBytes = big ? 8 : 2;
    int entryBytes = big ? 20 : 12;
    List<Long> starts = new ArrayList<>();
    long position = header;
    for (Page page : pages) {
      starts.add(position);
      position += page.length(countBytes, entryBytes, offsetBytes);
    }
    ByteBuffer head = ByteBuffer.allocate(header).order(order);
    head.put(order == ByteOrder.LITTLE_ENDIAN ? new byte[] {'I', 'I'} : new byte[] {'M', 'M'});
    head.putShort((short) (big ? 43 : 42));
    if (big) {
      head.putShort((short) 8).putShort((short) 0).putLong(header);
    } else {
      head.putInt(header);
    }
    out.writeBytes(head.array());
    for (int i = 0; i < pages.size(); i++) {
      long next = i + 1 < pages.size() ? starts.get(i + 1) : 0;
      out.writeBytes(pages.get(i).write(starts.get(i), next, countBytes, entryBytes, offsetBytes));
    }
    return out.toByteArray();
  }

  private record Value(int type, long count, byte[] bytes) {}

  final class Page {

    private final Map<Integer, Value> tags = new TreeMap<>();
    private final byte[][] blocks;
    private int offsetTag = 273;
    private int lengthTag = 279;

    private Page(byte[][] blocks) {
      this.blocks = blocks;
    }

    Page tag(int tag, int type, long... values) {
      int bytes =
          type == SHORT ? 2 : type == 5 ? 4 : type == 12 || type == 16 ? 8 : type == LONG ? 4 : 1;
      long count = type == 5 ? values.length / 2 : values.length;
      tags.put(tag, new Value(type, count, numbers(bytes, values)));
      return this;
    }

    Page text(int tag, String text) {
      byte[] bytes = (text + "\0").getBytes(StandardCharsets.ISO_8859_1);
      tags.put(tag, new Value(2, bytes.length, bytes));
      return this;
    }

    Page without(int tag) {
      tags.remove(tag);
      return this;
    }

    /** Stores the blocks as tiles of this size. */
    Page tiles(int width, int height) {
      offsetTag = 324;
      lengthTag = 325;
      return tag(322, LONG, width).tag(323, LONG, height).without(278);
    }

    Page imageJ(String lines, long perUnitNumerator, long perUnitDenominator) {
      return text(270, "ImageJ=1.54p\n" + lines)
          .tag(282, 5, perUnitNumerator, perUnitDenominator)
          .tag(283, 5, perUnitNumerator, perUnitDenominator)
          .tag(296, SHORT, 1);
    }

    TiffBuilder end() {
      return TiffBuilder.this;
    }

    private Map<Integer, Value> allTags(long firstBlock) {
      Map<Integer, Value> all = new TreeMap<>(tags);
      long[] offsets = new long[blocks.length];
      long[] lengths = new long[blocks.length];
      long position = firstBlock;
      for (int i = 0; i < blocks.length; i++) {
        offsets[i] = position;
        lengths[i] = blocks[i].length;
        position += blocks[i].length;
      }
      all.putIfAbsent(offsetTag, new Value(LONG, blocks.length, numbers(4, offsets)));
      all.putIfAbsent(lengthTag, new Value(LONG, blocks.length, numbers(4, lengths)));
      return all;
    }

    private int length(int countBytes, int entryBytes, int offsetBytes) {
      return write(0, 0, countBytes, entryBytes, offsetBytes).length;
    }

    private byte[] write(long start, long next, int countBytes, int entryBytes, int offsetBytes) {
      Map<Integer, Value> sized = allTags(0);
      int directory = countBytes + sized.size() * entryBytes + offsetBytes;
      int outside = 0;
      for (Value value : sized.values()) {
        outside += value.bytes.length > offsetBytes ? value.bytes.length : 0;
      }
      Map<Integer, Value> all = allTags(start + directory + outside);
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      ByteBuffer out = ByteBuffer.allocate(directory).order(order);
      put(out, countBytes, all.size());
      for (Map.Entry<Integer, Value> entry : all.entrySet()) {
        Value value = entry.getValue();
        out.putShort((short) (int) entry.getKey()).putShort((short) value.type);
        put(out, offsetBytes, value.count);
        if (value.bytes.length > offsetBytes) {
          put(out, offsetBytes, start + directory + body.size());
          body.writeBytes(value.bytes);
        } else {
          out.put(value.bytes).put(new byte[offsetBytes - value.bytes.length]);
        }
      }
      put(out, offsetBytes, next);
      for (byte[] block : blocks) {
        body.writeBytes(block);
      }
      byte[] result = new byte[directory + body.size()];
      System.arraycopy(out.array(), 0, result, 0, directory);
      System.arraycopy(body.toByteArray(), 0, result, directory, body.size());
      return result;
    }

    private void put(ByteBuffer out, int bytes, long value) {
      switch (bytes) {
        case 2 -> out.putShort((short) value);
        case 4 -> out.putInt((int) value);
        default -> out.putLong(value);
      }
    }
  }
}
