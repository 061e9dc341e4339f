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

  /** The most bytes of a file that are searched: the texts follow small previews. */
  private static final int MOST_BYTES = 1 << 26;

  private EmiDescriptions() {}

  /** Returns the facts of the {@code number}-th series, from 1; none if it is not described. */
  static XmlFacts read(ByteSource source, int number) throws IOException {
    byte[] bytes = source.bytes(0, (int) Math.min(MOST_BYTES, source.size()));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int from = -1;
    for (int i = 0; i < number; i++) {
      from = text.indexOf(START, from + 1);
      if (from < 0) {
        return new XmlFacts(List.of());
      }
    }
    int end = text.indexOf(END, from);
    return end < 0
        ? new XmlFacts(List.of())
        : XmlFacts.parse(text.substring(from, end + END.length()));
  }
}
