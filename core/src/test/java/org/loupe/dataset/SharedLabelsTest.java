package org.loupe.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.SharedData;
import org.loupe.export.labels.CocoWriter;
import org.loupe.geometry.Box;

/** Labels that others published, in every format that they published. */
class SharedLabelsTest {

  private static final LabelImportSettings DEFAULTS = LabelImportSettings.defaults();

  @TempDir private Path folder;

  @Test
  void imageJTablesOfEllipsesAreComplete() throws IOException {
    ImportedSet read =
        LabelImport.read(SharedData.require("fecral_loops").resolve("ellipses"), DEFAULTS);
    assertThat(read.set().layout()).isEqualTo("imagej-results");
    assertThat(read.set().micrographs()).hasSize(4);
    assertThat(read.notes()).hasSize(1);
    // lines of the four files, each class in the last column counted by another program
    assertThat(classes(read.set()))
        .isEqualTo(Map.of("0", 5L + 34 + 66 + 7, "1", 4L + 62 + 35 + 23, "2", 3L + 13 + 34 + 8));
    assertThat(read.set().micrographs())
        .flatExtracting(LabeledMicrograph::annotations)
        .allMatch(mark -> mark.ellipse().isPresent());
    // ImageJ's area is that of its ellipse, in pixels: the first row of the first table
    Annotation first = read.set().micrographs().get(0).annotations().get(0);
    assertThat(first.ellipse().orElseThrow().area()).isEqualTo(1501, within(0.5));
    Marks.assertSame(nativeCopy(read.set()), read.set(), 1e-9); // degrees are rounded once each way
  }

  @Test
  void paddedBoxesLieCloserToEllipsesThatOthersFittedOnceThePaddingIsUndone() throws IOException {
    Path data = SharedData.require("fecral_loops");
    LabeledSet padded = LabelImport.read(data, DEFAULTS).set();
    LabeledSet tight =
        LabelImport.read(data, DEFAULTS.withPadding(LabelImportSettings.Padding.UNDONE)).set();
    assertThat(count(padded)).isEqualTo(7148);
    assertThat(count(tight)).isEqualTo(7148);
    LabeledSet ellipses =
        LabelImport.read(data.resolve("ellipses"), DEFAULTS.withOnlyClasses(List.of("0"))).set();
    // another program's medians of 63 pairs; ties and half pixels move them by a few thousandths
    assertThat(medianRatio(padded, padded, ellipses)).isEqualTo(1.259, within(0.01));
    assertThat(medianRatio(padded, tight, ellipses)).isEqualTo(0.975, within(0.01));
  }

  @Test
  void masksOfSmallLoopsAreComplete() throws IOException {
    LabeledSet set =
        LabelImport.read(SharedData.require("small_loops_316L").resolve("masks1"), DEFAULTS).set();
    assertThat(set.layout()).isEqualTo("masks");
    assertThat(set.micrographs()).hasSize(16);
    assertThat(count(set)).isEqualTo(188);
    assertThat(nativeCopy(set).micrographs())
        .extracting(LabeledMicrograph::annotations)
        .isEqualTo(set.micrographs().stream().map(LabeledMicrograph::annotations).toList());
  }

  @Test
  void cocoPolygonsOfSmallLoopsAreComplete() throws IOException {
    LabeledSet set =
        LabelImport.read(SharedData.require("small_loops_316L/clean.json"), DEFAULTS).set();
    assertThat(set.micrographs()).hasSize(16);
    assertThat(classes(set)).isEqualTo(Map.of("hcloop", 186L));
    assertThat(set.micrographs())
        .flatExtracting(LabeledMicrograph::annotations)
        .allMatch(mark -> mark.outline().size() == 1);
  }

  @Test
  void yoloPolygonsOfDenseLoopsAreComplete() throws IOException {
    LabeledSet set =
        LabelImport.read(SharedData.require("dense_loops_titanium").resolve("polygons"), DEFAULTS)
            .set();
    assertThat(set.layout()).isEqualTo("yolo");
    assertThat(set.micrographs()).hasSize(13);
    assertThat(count(set)).isEqualTo(5539);
    assertThat(set.micrographs())
        .flatExtracting(LabeledMicrograph::annotations)
        .allMatch(mark -> mark.outline().size() == 1);
  }

  @Test
  void boxesAndMasksOfPrecipitatesAreComplete() throws IOException {
    Path data = SharedData.require("precipitates_chromium");
    LabeledSet boxes = LabelImport.read(data, DEFAULTS).set();
    assertThat(boxes.layout()).isEqualTo("yolo");
    assertThat(count(boxes)).isEqualTo(2029);
    LabeledSet masks = LabelImport.read(data.resolve("masks"), DEFAULTS.withImages(data)).set();
    assertThat(masks.layout()).isEqualTo("masks");
    assertThat(masks.micrographs()).hasSize(19);
    assertThat(count(masks)).isBetween(1000, 2029); // precipitates that touch are one component
  }

  private LabeledSet nativeCopy(LabeledSet set) throws IOException {
    Path json = folder.resolve("annotations.json");
    try (CocoWriter writer = new CocoWriter(json)) {
      LabeledSetExport.write(set, writer);
    }
    Path images = set.micrographs().get(0).file().resolveSibling("");
    return LabelImport.read(json, DEFAULTS.withImages(images)).set();
  }

  private static int count(LabeledSet set) {
    return set.micrographs().stream().mapToInt(m -> m.annotations().size()).sum();
  }

  private static Map<String, Long> classes(LabeledSet set) {
    return set.micrographs().stream()
        .flatMap(m -> m.annotations().stream())
        .collect(
            Collectors.groupingBy(mark -> mark.defectClass().orElse(""), Collectors.counting()));
  }

  /**
   * Returns the median side of boxes over that of the ellipses whose boxes have their centers
   * within 6 pixels of theirs, away from the border.
   *
   * @param paired boxes that choose the pairs
   * @param measured boxes of the same labels that are compared
   */
  private static double medianRatio(LabeledSet paired, LabeledSet measured, LabeledSet ellipses) {
    List<Double> ratios = new ArrayList<>();
    for (LabeledMicrograph micrograph : ellipses.micrographs()) {
      List<Annotation> boxes = byName(paired, micrograph).annotations();
      for (Annotation ellipse : micrograph.annotations()) {
        for (int i = 0; i < boxes.size(); i++) {
          Box box = boxes.get(i).box();
          if (Math.abs(box.centerX() - ellipse.box().centerX()) < 6
              && Math.abs(box.centerY() - ellipse.box().centerY()) < 6
              && Math.min(box.x(), box.y()) > 1
              && Math.max(box.right(), box.bottom()) < 1023) {
            Box other = byName(measured, micrograph).annotations().get(i).box();
            ratios.add(other.width() / ellipse.box().width());
            ratios.add(other.height() / ellipse.box().height());
          }
        }
      }
    }
    assertThat(ratios).hasSize(126);
    ratios.sort(null);
    return (ratios.get(62) + ratios.get(63)) / 2;
  }

  private static LabeledMicrograph byName(LabeledSet set, LabeledMicrograph wanted) {
    return set.micrographs().stream()
        .filter(m -> fileName(m.name()).equals(fileName(wanted.name())))
        .findFirst()
        .orElseThrow();
  }

  private static String fileName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
