package org.loupe.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What an EMI file of TIA says of the series beside it: pieces of XML, {@code <ObjectInfo>}, one a
 * series, in a file whose other parts are not published.
 */
final class EmiDescriptions {

  private static final String START = "<ObjectInfo>";
  private static final String END = "</ObjectInfo>";

  /** The most bytes of a description; real ones have some ten thousand. */
  private static final int MOST_BYTES = 1 << 20;

  private static final int WINDOW = 1 << 20;

  private EmiDescriptions() {}

  /** Returns the facts of the {@code number}-th series, from 1; none if it is not described. */
  static XmlFacts read(ByteSource source, int number) throws IOException {
    int found = 0;
    // The descriptions stand between copies of the images, so the file may be large.
    for (long start = 0; start < source.size(); start += WINDOW) {
      String text = latin(source, start, WINDOW + START.length() - 1);
      for (int at = text.indexOf(START); at >= 0; at = text.indexOf(START, at + 1)) {
        if (++found == number) {
          String description = latin(source, start + at, MOST_BYTES);
          int end = description.indexOf(END);
          return XmlFacts.parse(end < 0 ? "" : description.substring(0, end + END.length()));
        }
      }
    }
    return new XmlFacts(List.of());
  }

  private static String latin(ByteSource source, long start, int most) throws IOException {
    int length = (int) Math.min(most, source.size() - start);
    return new String(source.bytes(start, length), StandardCharsets.ISO_8859_1);
  }
}
