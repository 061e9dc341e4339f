package org.loupe.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line of a text of labels, and where it stands.
 *
 * @param file the text
 * @param number of the line, from 1
 * @param text without its end
 */
record LabelLine(Path file, int number, String text) {

  /** What Java would also take for a number ({@code NaN}, {@code 1d}, {@code 0x1p3}) is a slip. */
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  /** More than a million outlines; a file of another kind must not fill the memory. */
  private static final long MAX_BYTES = 1L << 27;

  private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

  /** Returns the lines of a UTF-8 text that are not blank. */
  static List<LabelLine> of(Path file) throws IOException {
    List<LabelLine> lines = new ArrayList<>();
    int number = 0;
    for (String text : content(file).lines().toList()) {
      number++;
      if (!text.isBlank()) {
        lines.add(new LabelLine(file, number, text));
      }
    }
    return lines;
  }

  /** Returns a UTF-8 text without its byte order mark. */
  static String content(Path file) throws IOException {
    byte[] bytes;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new LabelFormatException(
            file, "is larger than " + MAX_BYTES + " bytes; check that it is a text of labels");
      }
      bytes = Files.readAllBytes(file);
    } catch (LabelFormatException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new LabelFormatException(file, "is missing");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (isUtf16(bytes)) {
      throw new LabelFormatException(
          file, 1, "is not UTF-8 but UTF-16; save the file as UTF-8 text");
    }
    CharBuffer characters = CharBuffer.allocate(bytes.length);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, characters, true);
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new LabelFormatException(file, line, "is not UTF-8; save the file as UTF-8 text");
    }
    String content = characters.flip().toString();
    return content.startsWith("\uFEFF") ? content.substring(1) : content;
  }

  /** Returns whether the text begins with the mark of UTF-16, or with a letter and a zero byte. */
  private static boolean isUtf16(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    int start = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
    boolean oneIsZero = (bytes[0] == 0) != (bytes[1] == 0);
    return start == 0xFEFF || start == 0xFFFE || oneIsZero;
  }

  /** Returns the error for a file or folder that is there but does not open. */
  static LabelFormatException unreadable(Path path, IOException cause) {
    LabelFormatException unreadable =
        new LabelFormatException(
            path,
            "cannot be read ("
                + cause.getClass().getSimpleName()
                + "); check that it is what its name says, and its permissions");
    unreadable.initCause(cause);
    return unreadable;
  }

  /** Returns the finite number that {@code field} holds. */
  double decimal(String field) throws LabelFormatException {
    double value = DECIMAL.matcher(field).matches() ? Double.parseDouble(field) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw problem(
          "\"" + field + "\" is not a finite number; write digits and a decimal point, as 12.5");
    }
    return value;
  }

  /** Returns the number of a class that {@code field} holds. */
  int classNumber(String field) throws LabelFormatException {
    if (!COUNT.matcher(field).matches()) {
      throw problem("class \"" + field + "\" is not an integer from 0 on");
    }
    return Integer.parseInt(field);
  }

  LabelFormatException problem(String problem) {
    return new LabelFormatException(file, number, problem);
  }
}
