package org.loupe.io;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The elements of a piece of XML as a flat list in the document's order: each text and each
 * attribute with its path ("OME/Image/Pixels@SizeX").
 *
 * <p>A DOCTYPE is refused, so there are no entities to expand and nothing outside to fetch; depth
 * and number of elements are bounded. What is wrong gives no facts: metadata is not worth an image.
 */
record XmlFacts(List<MetadataTag> facts) {

  private static final int MOST_DEPTH = 64;
  private static final int MOST_FACTS = 200_000;

  XmlFacts {
    facts = List.copyOf(facts);
  }

  /** Returns the facts of {@code xml}, up to where it is damaged; none if it has a DOCTYPE. */
  static XmlFacts parse(String xml) {
    List<MetadataTag> facts = new ArrayList<>();
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml.strip()));
      Deque<String> paths = new ArrayDeque<>();
      while (reader.hasNext() && facts.size() < MOST_FACTS) {
        switch (reader.next()) {
          case XMLStreamConstants.DTD -> {
            return new XmlFacts(List.of());
          }
          case XMLStreamConstants.START_ELEMENT -> {
            String parent = paths.isEmpty() ? "" : paths.peek() + "/";
            String path = parent + reader.getLocalName();
            paths.push(path);
            if (paths.size() > MOST_DEPTH) {
              return new XmlFacts(facts);
            }
            for (int i = 0; i < reader.getAttributeCount(); i++) {
              facts.add(
                  new MetadataTag(
                      path + "@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i)));
            }
          }
          case XMLStreamConstants.END_ELEMENT -> paths.pop();
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
            String text = reader.getText().strip();
            if (!text.isEmpty() && !paths.isEmpty()) {
              facts.add(new MetadataTag(paths.peek(), text));
            }
          }
          default -> {}
        }
      }
    } catch (XMLStreamException e) {
      // What was read before the damage stands.
    }
    return new XmlFacts(facts);
  }

  /** Returns the first value whose path is {@code suffix} or ends with "/" and {@code suffix}. */
  Optional<String> first(String suffix) {
    return facts.stream().filter(fact -> ends(fact, suffix)).map(MetadataTag::value).findFirst();
  }

  /** Returns the first such value as a number; empty if it is none. */
  Optional<Double> number(String suffix) {
    return first(suffix).flatMap(Numbers::parse);
  }

  private static boolean ends(MetadataTag fact, String suffix) {
    return fact.name().equals(suffix) || fact.name().endsWith("/" + suffix);
  }

  /** Returns the value of the {@code Value} that follows a {@code Label} of this text. */
  Optional<String> labeled(String label) {
    for (int i = 0; i + 1 < facts.size(); i++) {
      if (facts.get(i).name().endsWith("/Label")
          && facts.get(i).value().equals(label)
          && facts.get(i + 1).name().endsWith("/Value")) {
        return Optional.of(facts.get(i + 1).value());
      }
    }
    return Optional.empty();
  }
}
