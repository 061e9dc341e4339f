package org.loupe.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.loupe.geometry.Box;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.micrograph.Micrograph;

/**
 * Opens labeled sets of the layouts that Loupe knows.
 *
 * <ul>
 *   <li><b>Box texts</b>: {@code images/NAME.*} and {@code boxes/NAME.txt}, a line {@code y1 x1 y2
 *       x2} a defect, in pixels, row first. An {@code index.tsv} with columns {@code image} and
 *       {@code series} tells which micrographs belong together.
 *   <li><b>YOLO</b>: {@code NAME.txt} beside {@code NAME.*} (or below {@code labels} where the
 *       micrograph is below {@code images}), a line {@code class cx cy w h} a defect, as fractions
 *       of the micrograph's sides. Micrographs below a folder {@code val} or {@code valid} are for
 *       validation.
 * </ul>
 *
 * <p>Every micrograph is read once, so that a damaged one is known before the work begins. A
 * micrograph without its text is an error: one without defects has an empty text.
 */
public final class LabeledSets {

  /** A box may leave the micrograph by this many pixels, by rounding, and is cut. */
  private static final double SLACK_PX = 2;

  private LabeledSets() {}

  /**
   * Opens the set in {@code folder}.
   *
   * @throws LabelFormatException if the layout is not known or a label cannot be used
   * @throws IOException if a file cannot be read
   */
  public static LabeledSet open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw Files.exists(folder)
          ? new NotDirectoryException(folder.toString())
          : new NoSuchFileException(folder.toString());
    }
    Layout layout =
        Files.isDirectory(folder.resolve("boxes")) && Files.isDirectory(folder.resolve("images"))
            ? new BoxTexts(folder)
            : new Yolo(folder);
    List<LabeledMicrograph> micrographs = new ArrayList<>();
    for (Path file : layout.micrographs()) {
      micrographs.add(labeled(folder, file, layout));
    }
    if (micrographs.isEmpty()) {
      throw new LabelFormatException(
          folder,
          "holds no labeled set: neither images/ with boxes/, nor micrographs with a YOLO text of"
              + " the same name beside them");
    }
    return new LabeledSet(folder, layout.name(), micrographs);
  }

  private interface Layout {
    String name();

    List<Path> micrographs() throws IOException;

    Path labels(Path micrograph);

    String series(Path micrograph, String name);

    LabeledMicrograph.Part part(Path micrograph);

    Box box(double[] numbers, int widthPx, int heightPx);

    int numbers();
  }

  private static LabeledMicrograph labeled(Path folder, Path file, Layout layout)
      throws IOException {
    int width;
    int height;
    try (MicrographFile open = MicrographReaders.open(file)) {
      Micrograph micrograph = open.frame(0);
      width = micrograph.image().width();
      height = micrograph.image().height();
    }
    String name = slashed(folder.relativize(file));
    return new LabeledMicrograph(
        name,
        file,
        width,
        height,
        layout.series(file, name),
        layout.part(file),
        annotations(layout.labels(file), layout, width, height));
  }

  private static List<Annotation> annotations(Path text, Layout layout, int width, int height)
      throws IOException {
    List<Annotation> annotations = new ArrayList<>();
    List<String> lines = lines(text);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty()) {
        Box box = box(text, i + 1, line, layout, width, height);
        annotations.add(new Annotation(box));
      }
    }
    return annotations;
  }

  private static List<String> lines(Path text) throws IOException {
    try {
      String content = Files.readString(text, StandardCharsets.UTF_8);
      return content.replace("\uFEFF", "").lines().toList();
    } catch (NoSuchFileException e) {
      throw new LabelFormatException(
          text, "is missing; write an empty file if its micrograph has no defects");
    } catch (MalformedInputException e) {
      throw new LabelFormatException(text, "is not a text of labels (not UTF-8)");
    }
  }

  private static Box box(Path text, int number, String line, Layout layout, int width, int height)
      throws LabelFormatException {
    String[] fields = line.split("[\\s,]+", -1);
    if (fields.length != layout.numbers()) {
      throw new LabelFormatException(
          text, number, "needs " + layout.numbers() + " numbers, has " + fields.length);
    }
    double[] numbers = new double[fields.length];
    for (int i = 0; i < fields.length; i++) {
      try {
        numbers[i] = Double.parseDouble(fields[i]);
      } catch (NumberFormatException e) {
        throw new LabelFormatException(text, number, "\"" + fields[i] + "\" is not a number");
      }
    }
    Box box;
    try {
      box = layout.box(numbers, width, height);
    } catch (IllegalArgumentException e) {
      throw new LabelFormatException(text, number, String.valueOf(e.getMessage()));
    }
    if (box.x() < -SLACK_PX
        || box.y() < -SLACK_PX
        || box.right() > width + SLACK_PX
        || box.bottom() > height + SLACK_PX) {
      throw new LabelFormatException(
          text,
          number,
          String.format(
              java.util.Locale.ROOT,
              "box from (%.1f, %.1f) to (%.1f, %.1f) leaves the micrograph of %d x %d pixels; check"
                  + " the order of the numbers and that the micrograph was not resized",
              box.x(),
              box.y(),
              box.right(),
              box.bottom(),
              width,
              height));
    }
    double left = Math.max(0, box.x());
    double top = Math.max(0, box.y());
    return new Box(
        left, top, Math.min(width, box.right()) - left, Math.min(height, box.bottom()) - top);
  }

  /** {@code images/} and {@code boxes/}. */
  private static final class BoxTexts implements Layout {
    private final Path folder;
    private final Map<String, String> seriesOf;

    BoxTexts(Path folder) throws IOException {
      this.folder = folder;
      seriesOf = series(folder.resolve("index.tsv"));
    }

    private static Map<String, String> series(Path index) throws IOException {
      Map<String, String> seriesOf = new HashMap<>();
      if (!Files.exists(index)) {
        return seriesOf;
      }
      List<String> lines = lines(index);
      List<String> header = lines.isEmpty() ? List.of() : List.of(lines.get(0).split("\t", -1));
      int image = header.indexOf("image");
      int series = header.indexOf("series");
      if (image < 0 || series < 0) {
        throw new LabelFormatException(index, 1, "needs the columns image and series");
      }
      for (int i = 1; i < lines.size(); i++) {
        String[] fields = lines.get(i).split("\t", -1);
        if (fields.length > Math.max(image, series)) {
          seriesOf.put(fields[image], fields[series]);
        } else if (!lines.get(i).isBlank()) {
          throw new LabelFormatException(index, i + 1, "has too few columns");
        }
      }
      return seriesOf;
    }

    @Override
    public String name() {
      return "box texts, row first";
    }

    @Override
    public List<Path> micrographs() throws IOException {
      return below(folder.resolve("images"));
    }

    @Override
    public Path labels(Path micrograph) {
      return folder.resolve("boxes").resolve(stem(micrograph) + ".txt");
    }

    @Override
    public String series(Path micrograph, String name) {
      return seriesOf.getOrDefault(String.valueOf(micrograph.getFileName()), name);
    }

    @Override
    public LabeledMicrograph.Part part(Path micrograph) {
      return LabeledMicrograph.Part.TRAINING;
    }

    @Override
    public Box box(double[] n, int widthPx, int heightPx) {
      return new Box(n[1], n[0], n[3] - n[1], n[2] - n[0]);
    }

    @Override
    public int numbers() {
      return 4;
    }
  }

  /** A text of fractions beside each micrograph. */
  private static final class Yolo implements Layout {
    private final Path folder;

    Yolo(Path folder) {
      this.folder = folder;
    }

    @Override
    public String name() {
      return "YOLO boxes";
    }

    @Override
    public List<Path> micrographs() throws IOException {
      // folders without any text hold something else, for example masks
      Map<Path, Boolean> labeled = new HashMap<>();
      List<Path> micrographs = new ArrayList<>();
      for (Path file : below(folder)) {
        Path texts = labels(file).toAbsolutePath().getParent();
        if (texts != null && labeled.computeIfAbsent(texts, Yolo::hasTexts)) {
          micrographs.add(file);
        }
      }
      return micrographs;
    }

    private static boolean hasTexts(Path folder) {
      try (Stream<Path> files = Files.list(folder)) {
        return files.anyMatch(f -> f.toString().endsWith(".txt"));
      } catch (NoSuchFileException e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Path labels(Path micrograph) {
      Path relative = folder.relativize(micrograph);
      Path text = folder;
      for (int i = 0; i < relative.getNameCount() - 1; i++) {
        String part = relative.getName(i).toString();
        text = text.resolve(part.equals("images") ? "labels" : part);
      }
      return text.resolve(stem(micrograph) + ".txt");
    }

    @Override
    public String series(Path micrograph, String name) {
      return name;
    }

    @Override
    public LabeledMicrograph.Part part(Path micrograph) {
      for (Path part : folder.relativize(micrograph)) {
        if (part.toString().equals("val") || part.toString().equals("valid")) {
          return LabeledMicrograph.Part.VALIDATION;
        }
      }
      return LabeledMicrograph.Part.TRAINING;
    }

    @Override
    public Box box(double[] n, int widthPx, int heightPx) {
      return new Box(
          (n[1] - n[3] / 2) * widthPx,
          (n[2] - n[4] / 2) * heightPx,
          n[3] * widthPx,
          n[4] * heightPx);
    }

    @Override
    public int numbers() {
      return 5;
    }
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(MicrographReaders::isMicrograph)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static String slashed(Path path) {
    List<String> parts = new ArrayList<>();
    path.forEach(part -> parts.add(part.toString()));
    return String.join("/", parts);
  }
}
