package org.loupe.cascade;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of a small XML file, its text and children, and the line where it begins.
 *
 * <p>Reading refuses every document type declaration, so that there are no entities to expand or to
 * fetch, and bounds depth and number of elements, so that memory is bounded.
 */
final class XmlElement {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_ELEMENTS = 2_000_000;

  private final String file;
  private final String name;
  private final int line;
  private final StringBuilder text = new StringBuilder();
  private final List<XmlElement> children = new ArrayList<>();
  private final List<String> typeIds = new ArrayList<>(0);

  private XmlElement(String file, String name, int line) {
    this.file = file;
    this.name = name;
    this.line = line;
  }

  static XmlElement read(InputStream in, String file) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(in);
      try {
        return read(reader, file);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof CascadeFormatException tooLong) {
        throw tooLong;
      }
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
      CascadeFormatException bad =
          new CascadeFormatException(
              file,
              "line " + line,
              "not well-formed XML, or cut off; an OpenCV or MATLAB cascade file is expected");
      bad.initCause(e);
      throw bad;
    }
  }

  private static XmlElement read(XMLStreamReader reader, String file)
      throws XMLStreamException, CascadeFormatException {
    Deque<XmlElement> open = new ArrayDeque<>();
    int count = 0;
    while (true) {
      int event = reader.next();
      int line = reader.getLocation().getLineNumber();
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> {
          XmlElement element = new XmlElement(file, reader.getLocalName(), line);
          String typeId = reader.getAttributeValue(null, "type_id");
          if (typeId != null) {
            element.typeIds.add(typeId);
          }
          if (++count > MAX_ELEMENTS || open.size() >= MAX_DEPTH) {
            throw element.error("too many or too deep elements for a cascade");
          }
          if (!open.isEmpty()) {
            open.peek().children.add(element);
          }
          open.push(element);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!open.isEmpty()) {
            open.peek()
                .text
                .append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          XmlElement element = open.pop();
          if (open.isEmpty()) {
            return element;
          }
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new CascadeFormatException(
                file,
                "line " + line,
                "document type declarations and entities are refused; remove them");
        default -> {
          // Comments and processing instructions mean nothing here.
        }
      }
    }
  }

  String name() {
    return name;
  }

  List<XmlElement> children() {
    return children;
  }

  Optional<String> typeId() {
    return typeIds.stream().findFirst();
  }

  Optional<XmlElement> find(String childName) {
    return children.stream().filter(child -> child.name.equals(childName)).findFirst();
  }

  XmlElement child(String childName) throws CascadeFormatException {
    return find(childName).orElseThrow(() -> error("has no <" + childName + ">"));
  }

  String word() {
    return text.toString().strip();
  }

  String[] words() {
    // a pattern costs more here: a cascade has thousands of these, read once by code not yet
    // compiled
    StringTokenizer tokens = new StringTokenizer(text.toString());
    String[] words = new String[tokens.countTokens()];
    for (int i = 0; i < words.length; i++) {
      words[i] = tokens.nextToken();
    }
    return words;
  }

  String[] words(int expected) throws CascadeFormatException {
    String[] words = words();
    if (words.length != expected) {
      throw error("needs " + expected + " values, has " + words.length);
    }
    return words;
  }

  int integer() throws CascadeFormatException {
    return integer(words(1)[0]);
  }

  int integer(String word) throws CascadeFormatException {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      throw error("\"" + shorten(word) + "\" is not a 32-bit integer");
    }
  }

  double number() throws CascadeFormatException {
    return number(words(1)[0]);
  }

  double number(String word) throws CascadeFormatException {
    double value;
    try {
      value = Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw error("\"" + shorten(word) + "\" is not a number");
    }
    if (!Double.isFinite(value)) {
      throw error("\"" + shorten(word) + "\" is not finite");
    }
    return value;
  }

  /** Returns an exception that names this element's place. */
  CascadeFormatException error(String trouble) {
    return new CascadeFormatException(file, "line " + line + ", <" + name + ">", trouble);
  }

  private static String shorten(String word) {
    return word.length() <= 40 ? word : word.substring(0, 40) + "...";
  }
}
