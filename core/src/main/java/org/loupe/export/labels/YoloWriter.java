package org.loupe.export.labels;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.loupe.geometry.Box;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

/**
 * Writes YOLO's texts: {@code NAME.txt}, a line a defect, and {@code classes.txt}.
 *
 * <p>An outline is a polygon, anything else a box. The format has no ellipses, so their angles and
 * axes are lost; of an outline of several lines the largest is kept.
 *
 * <p>Classes keep the numbers that the labels' own list gives them; without a list, or where their
 * names are numbers, a class that is called 3 has the number 3. All others take the next free one.
 */
public final class YoloWriter implements LabelWriter {

  private final Path folder;
  private final Map<String, Integer> numberOf = new HashMap<>();
  private final TreeMap<Integer, String> nameOf = new TreeMap<>();
  private final Losses losses = new Losses();

  /**
   * Opens a folder of texts.
   *
   * @param classes names in the order of their numbers, blank where a number has none
   */
  public YoloWriter(Path folder, List<String> classes) {
    this.folder = folder;
    boolean numbers = classes.stream().allMatch(name -> name.isBlank() || isNumber(name));
    for (int i = 0; i < classes.size(); i++) {
      String name = classes.get(i);
      if (numbers && !name.isBlank()) {
        number(name);
      } else if (!numbers) {
        boolean usable = !name.isBlank() && numberOf.putIfAbsent(name, i) == null;
        nameOf.put(i, usable ? name : "");
      }
    }
  }

  /** Numbers of classes are small; a name of more digits is a name. */
  private static boolean isNumber(String name) {
    return name.matches("0|[1-9]\\d{0,2}");
  }

  private int number(String name) {
    Integer known = numberOf.get(name);
    if (known != null) {
      return known;
    }
    int number = isNumber(name) ? Integer.parseInt(name) : 0;
    while (nameOf.containsKey(number)) {
      number++;
    }
    nameOf.put(number, name);
    numberOf.put(name, number);
    return number;
  }

  @Override
  public void append(LabeledImage image) throws IOException {
    StringBuilder text = new StringBuilder();
    for (LabeledShape shape : image.shapes()) {
      text.append(number(shape.className()));
      if (shape.outline().isEmpty()) {
        Box box = shape.box();
        field(text, box.centerX() / image.widthPx());
        field(text, box.centerY() / image.heightPx());
        field(text, box.width() / image.widthPx());
        field(text, box.height() / image.heightPx());
      } else {
        for (Point corner : largest(shape.outline()).corners()) {
          field(text, corner.x() / image.widthPx());
          field(text, corner.y() / image.heightPx());
        }
      }
      text.append('\n');
      if (shape.ellipse().isPresent()) {
        losses.add("ellipses are written as boxes: their axes and angles are lost");
      }
      if (shape.hasBoxOfItsOwn()) {
        losses.add(LabeledShape.BOX_LOST);
      }
      if (shape.outline().size() > 1) {
        losses.add("outlines of several lines keep the largest: holes and parts are lost");
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    WholeFile.write(folder.resolve(image.baseName() + ".txt"), out -> out.write(bytes));
  }

  private static Polygon largest(List<Polygon> outline) {
    Polygon largest = outline.get(0);
    for (Polygon polygon : outline) {
      if (polygon.signedArea() > largest.signedArea()) {
        largest = polygon;
      }
    }
    return largest;
  }

  private static void field(StringBuilder text, double fraction) {
    text.append(' ').append(fraction); // the shortest text that reads back as the same number
  }

  @Override
  public List<String> losses() {
    return losses.sentences();
  }

  @Override
  public void close() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; !nameOf.isEmpty() && i <= nameOf.lastKey(); i++) {
      text.append(nameOf.getOrDefault(i, numberOf.containsKey("" + i) ? "" : "" + i)).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    WholeFile.write(folder.resolve("classes.txt"), out -> out.write(bytes));
  }
}
