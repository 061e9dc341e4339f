package org.loupe.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A small zip in memory, both ways.
 *
 * <p>The reader takes the plain zips that this class, Python and the usual tools write: entries
 * stored or deflated, the directory at the end, no comment. It believes nothing: names are plain,
 * parts lie inside the file and apart from each other, sizes are bounded before memory is taken,
 * lengths and checksums must be right. The writer stores entries as they are under one fixed date,
 * so that the same content gives the same bytes on every machine.
 *
 * <p>Fields are read in the order of PKWARE's APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16.
 */
final class ModelZip {

  /** Ten times what the largest model that we can think of holds. */
  static final int MAX_BYTES = 64 << 20;

  /** What a member of a model may hold, unpacked, beside others. */
  static final int MAX_MEMBER_BYTES = MAX_BYTES / 4;

  /** More than any model has, so that one of a newer version is told from a damaged one. */
  private static final int MAX_ENTRIES = 16;

  private static final int LOCAL_MAGIC = 0x04034b50;
  private static final int CENTRAL_MAGIC = 0x02014b50;
  private static final int END_MAGIC = 0x06054b50;
  private static final int LOCAL_LENGTH = 30;
  private static final int CENTRAL_LENGTH = 46;
  private static final int END_LENGTH = 22;
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** Deflate cannot do better; RFC 1951. */
  private static final long MAX_RATIO = 1032;

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}");
  private static final LocalDateTime DATE = LocalDateTime.of(2026, 1, 1, 0, 0);
  private static final String AGAIN = "the file is cut or damaged; get it again";

  private final ByteBuffer zip;
  private final String file;

  /** Ends of the entries by their starts, to see that none overlaps another. */
  private final TreeMap<Integer, Integer> parts = new TreeMap<>();

  private final int maxBytes;
  private long totalBytes;

  private ModelZip(byte[] zip, String file, int maxBytes) {
    this.maxBytes = maxBytes;
    this.zip = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    this.file = file;
  }

  /** Returns a zip with the entries in their order. */
  static byte[] write(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes, StandardCharsets.US_ASCII)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setTimeLocal(DATE);
        header.setMethod(ZipEntry.STORED);
        header.setSize(entry.getValue().length);
        header.setCrc(checksum(entry.getValue()));
        out.putNextEntry(header);
        out.write(entry.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory can always be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the entries of a zip in the order of its directory.
   *
   * @param file name for messages
   * @param maxBytes that all entries together may unpack to
   */
  static Map<String, byte[]> read(byte[] zip, String file, int maxBytes)
      throws ModelFormatException {
    return new ModelZip(zip, file, maxBytes).entries();
  }

  private Map<String, byte[]> entries() throws ModelFormatException {
    int end = zip.capacity() - END_LENGTH;
    if (zip.capacity() < 4 || zip.getInt(0) != LOCAL_MAGIC) {
      throw error(
          "byte 0", "not a model file of Loupe, which is a zip; a cascade goes with --cascade");
    }
    if (end < 0 || zip.getInt(end) != END_MAGIC || word(end + 20) != 0) {
      throw error("end of the file", "a zip's directory is not there; " + AGAIN);
    }
    int count = word(end + 10);
    long size = zip.getInt(end + 12) & 0xFFFFFFFFL;
    long start = zip.getInt(end + 16) & 0xFFFFFFFFL;
    if (zip.getInt(end + 4) != 0 || word(end + 8) != count || start + size != end) {
      throw error("end of the file", "the zip's directory is not where it should be; " + AGAIN);
    }
    if (count > MAX_ENTRIES) {
      throw error("directory", "has " + count + " entries; a model has at most " + MAX_ENTRIES);
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    int at = (int) start;
    for (int i = 0; i < count; i++) {
      if (at + CENTRAL_LENGTH > end || zip.getInt(at) != CENTRAL_MAGIC) {
        throw error("directory", "entry " + i + " is not there; " + AGAIN);
      }
      int next = at + CENTRAL_LENGTH + word(at + 28) + word(at + 30) + word(at + 32);
      if (next > end) {
        throw error("directory", "entry " + i + " is too long; " + AGAIN);
      }
      String name = name(at + CENTRAL_LENGTH, word(at + 28));
      if (!PLAIN_NAME.matcher(name).matches()) {
        throw error(
            "directory",
            "the name '"
                + name.replaceAll("[^ -~]", "?")
                + "' is refused: a model has no folders and no paths; do not use this file");
      }
      if (entries.put(name, content(at, name, (int) start)) != null) {
        throw error(name, "is there twice; do not use this file");
      }
      at = next;
    }
    if (at != end) {
      throw error("directory", "is longer than its entries; " + AGAIN);
    }
    return entries;
  }

  /** Returns the content of the entry whose place in the directory is given. */
  private byte[] content(int central, String name, int directory) throws ModelFormatException {
    int method = word(central + 10);
    long packed = zip.getInt(central + 20) & 0xFFFFFFFFL;
    long size = zip.getInt(central + 24) & 0xFFFFFFFFL;
    long local = zip.getInt(central + 42) & 0xFFFFFFFFL;
    if ((word(central + 8) & ENCRYPTED) != 0) {
      throw error(name, "is encrypted; models are not");
    }
    if (method != STORED && method != DEFLATED) {
      throw error(name, "is packed by method " + method + "; stored and deflated are supported");
    }
    if (local + LOCAL_LENGTH > directory || zip.getInt((int) local) != LOCAL_MAGIC) {
      throw error(name, "is not where the directory says; " + AGAIN);
    }
    int header = (int) local;
    long start = local + LOCAL_LENGTH + word(header + 26) + word(header + 28);
    if (start + packed > directory
        || word(header + 8) != method
        || !name(header + LOCAL_LENGTH, word(header + 26)).equals(name)) {
      throw error(name, "differs from what the directory says; " + AGAIN);
    }
    claim(name, header, (int) (start + packed));
    checkSize(name, method, packed, size);
    byte[] content =
        method == STORED
            ? Arrays.copyOfRange(zip.array(), (int) start, (int) (start + packed))
            : inflated(name, (int) start, (int) packed, (int) size);
    if (checksum(content) != (zip.getInt(central + 16) & 0xFFFFFFFFL)) {
      throw error(name, "its checksum is wrong; " + AGAIN);
    }
    return content;
  }

  private void checkSize(String name, int method, long packed, long size)
      throws ModelFormatException {
    totalBytes += size;
    if (totalBytes > maxBytes) {
      throw error(name, "with it the model unpacks to over " + maxBytes + " bytes; refused");
    }
    if (method == STORED ? size != packed : size > MAX_RATIO * packed + 64) {
      throw error(name, "cannot hold the " + size + " bytes that it promises; " + AGAIN);
    }
  }

  private void claim(String name, int start, int end) throws ModelFormatException {
    Map.Entry<Integer, Integer> before = parts.floorEntry(start);
    Integer after = parts.ceilingKey(start);
    if ((before != null && before.getValue() > start) || (after != null && after < end)) {
      throw error(name, "overlaps another entry; do not use this file");
    }
    parts.put(start, end);
  }

  private byte[] inflated(String name, int start, int packed, int size)
      throws ModelFormatException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(zip.array(), start, packed);
      byte[] content = new byte[size];
      int filled = 0;
      for (int got = 1; got > 0 && filled < size; filled += got) {
        got = inflater.inflate(content, filled, size - filled);
      }
      // the last block's end may still be unread when the content is whole
      int more = inflater.inflate(new byte[1]);
      if (filled != size || more != 0 || !inflater.finished() || inflater.getRemaining() != 0) {
        throw error(name, "does not unpack to the " + size + " bytes that it promises; " + AGAIN);
      }
      return content;
    } catch (DataFormatException e) {
      throw new ModelFormatException(file, name, "cannot be unpacked; " + AGAIN, e);
    } finally {
      inflater.end();
    }
  }

  private String name(int at, int length) throws ModelFormatException {
    if ((long) at + length > zip.capacity()) {
      throw error("byte " + at, "a name goes beyond the end; " + AGAIN);
    }
    return new String(zip.array(), at, length, StandardCharsets.ISO_8859_1);
  }

  private int word(int at) {
    return zip.getShort(at) & 0xFFFF;
  }

  private static long checksum(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return crc.getValue();
  }

  private ModelFormatException error(String place, String trouble) {
    return new ModelFormatException(file, place, trouble);
  }
}
