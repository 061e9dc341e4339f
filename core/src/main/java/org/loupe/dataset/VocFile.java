package org.loupe.dataset;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A file of Pascal VOC: the boxes of one micrograph as XML.
 *
 * <p>{@code xmin} to {@code xmax} are the first and the last column of the box, the micrograph's
 * first being 1, as the challenge's own tools count; so a box of the whole micrograph is 1, 1,
 * width, height. A document type or an entity is refused: label files have none, and they can make
 * a reader open other files.
 *
 * <p>M. Everingham et al., <i>The PASCAL Visual Object Classes (VOC) Challenge</i>, International
 * Journal of Computer Vision 88 (2010), doi:10.1007/s11263-009-0275-4.
 */
final class VocFile {

  private static final String BOX = "annotation/object/bndbox/";
  private static final String NAME = "annotation/object/name";

  private final Path file;
  private final List<Element> objects = new ArrayList<>();
  private final Map<String, LabelLine> image = new HashMap<>();

  /** An object and where its texts stand. */
  private record Element(int line, Map<String, LabelLine> texts) {}

  private VocFile(Path file) {
    this.file = file;
  }

  static VocFile read(Path file) throws IOException {
    VocFile voc = new VocFile(file);
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    try {
      XMLStreamReader xml =
          factory.createXMLStreamReader(new StringReader(LabelLine.content(file)));
      voc.parse(xml);
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
      throw new LabelFormatException(
          file, line, "is not well-formed XML, or cut short; export the labels again");
    }
    return voc;
  }

  private void parse(XMLStreamReader xml) throws XMLStreamException, LabelFormatException {
    Deque<String> open = new ArrayDeque<>();
    StringBuilder text = new StringBuilder();
    Map<String, LabelLine> object = new HashMap<>();
    int objectLine = 0;
    while (xml.hasNext()) {
      int event = xml.next();
      int line = xml.getLocation().getLineNumber();
      switch (event) {
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new LabelFormatException(
                file, line, "has a document type or an entity, which no labels need; remove it");
        case XMLStreamConstants.START_ELEMENT -> {
          open.addLast(xml.getLocalName());
          text.setLength(0);
          if (open.size() > 64) {
            throw new LabelFormatException(file, line, "is nested too deep; export it again");
          }
          if (path(open).equals("annotation/object")) {
            object = new HashMap<>();
            objectLine = line;
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          String path = path(open);
          if (open.size() == 1 && !path.equals("annotation")) {
            throw new LabelFormatException(
                file, line, "is a \"" + path + "\", not an annotation; check that it is VOC's");
          }
          LabelLine value = new LabelLine(file, line, text.toString().strip());
          if (path.equals("annotation/object")) {
            objects.add(new Element(objectLine, object));
          } else {
            Map<String, LabelLine> texts = path.startsWith("annotation/object/") ? object : image;
            checkOnce(path, value, texts.put(path, value));
          }
          open.removeLast();
          text.setLength(0);
        }
        default -> {} // comments and the like
      }
    }
  }

  /** An object has one box and one name: of two, the first would be lost. */
  private static void checkOnce(String path, LabelLine value, @Nullable LabelLine first)
      throws LabelFormatException {
    if (first != null && (path.startsWith(BOX) || path.equals(NAME))) {
      throw value.problem(
          "has a second "
              + path.substring(path.lastIndexOf('/') + 1)
              + " in one object, the first is in line "
              + first.number()
              + "; give each box an object of its own");
    }
  }

  private static String path(Deque<String> open) {
    return String.join("/", open);
  }

  /** Returns the micrograph that the file names or is named after. */
  Path micrograph(Path labels, MicrographIndex micrographs) throws LabelFormatException {
    LabelLine name = image.get("annotation/filename");
    if (name != null && micrographs.find(name.text()).isPresent()) {
      return micrographs.find(name.text()).get();
    }
    return micrographs.of(labels, file);
  }

  List<Annotation> marks(MicrographBounds bounds) throws LabelFormatException {
    checkSide("width", bounds.widthPx());
    checkSide("height", bounds.heightPx());
    List<Annotation> marks = new ArrayList<>();
    for (Element object : objects) {
      double left = number(object, "xmin") - 1;
      double top = number(object, "ymin") - 1;
      double right = number(object, "xmax");
      double bottom = number(object, "ymax");
      try {
        Annotation mark = new Annotation(bounds.cut(left, top, right, bottom));
        LabelLine name = object.texts.get(NAME);
        marks.add(name == null || name.text().isEmpty() ? mark : mark.withClass(name.text()));
      } catch (IllegalArgumentException e) {
        throw new LabelFormatException(
            file, object.line, e.getMessage() + "; xmin is the first column and counts from 1");
      }
    }
    return marks;
  }

  private void checkSide(String side, int actual) throws LabelFormatException {
    LabelLine said = image.get("annotation/size/" + side);
    // several tools write 0 for a size that they did not look up
    if (said != null && said.decimal(said.text()) != actual && said.decimal(said.text()) != 0) {
      throw said.problem(
          "says "
              + side
              + " "
              + said.text()
              + ", the micrograph has "
              + actual
              + "; it was resized or exchanged after it was labeled: use the labeled one");
    }
  }

  private double number(Element object, String name) throws LabelFormatException {
    LabelLine value = object.texts.get(BOX + name);
    if (value == null) {
      throw new LabelFormatException(
          file, object.line, "has an object without " + name + " in its bndbox; add it");
    }
    return value.decimal(value.text());
  }
}
