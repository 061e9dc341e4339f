package org.loupe.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.loupe.SharedData;
import org.loupe.dataset.LabeledMicrograph.Part;
import org.loupe.geometry.Box;

/** Sets that others published, in every layout. */
class SharedSetsTest {

  @Test
  void boxTextsOfLoopsAreComplete() throws IOException {
    LabeledSet set = LabeledSets.open(SharedData.require("fecral_loops"));
    assertThat(set.layout()).isEqualTo("box texts, row first");
    assertThat(set.micrographs()).hasSize(256);
    assertThat(annotations(set.micrographs())).isEqualTo(7148);
    assertThat(set.micrographs().stream().map(LabeledMicrograph::series).distinct()).hasSize(53);
    assertThat(set.part(Part.TRAINING)).hasSize(256);
    assertInside(set);
    List<List<LabeledMicrograph>> folds = ValidationFolds.of(set.micrographs(), FoldUnit.SERIES, 3);
    // thirds of the annotations, to 1 in 100 of them
    assertThat(folds).allMatch(fold -> Math.abs(annotations(fold) - 7148 / 3) < 72);
  }

  @Test
  void yoloBoxesOfPrecipitatesAreComplete() throws IOException {
    LabeledSet set = LabeledSets.open(SharedData.require("precipitates_chromium"));
    assertThat(set.layout()).isEqualTo("YOLO texts");
    assertThat(set.part(Part.TRAINING)).hasSize(15);
    assertThat(set.part(Part.VALIDATION)).hasSize(4);
    assertThat(annotations(set.micrographs())).isEqualTo(2029);
    assertInside(set);
  }

  @Test
  void aCocoFileOfSmallLoopsIsComplete() throws IOException {
    LabeledSet set = LabeledSets.open(SharedData.require("small_loops_316L"));
    assertThat(set.layout()).isEqualTo("COCO file");
    assertThat(set.micrographs()).hasSize(16).allMatch(m -> m.name().startsWith("imgs/"));
    assertThat(annotations(set.micrographs())).isEqualTo(186);
    assertInside(set);
  }

  @Test
  void yoloPolygonsOfDenseLoopsAreComplete() throws IOException {
    LabeledSet set = LabeledSets.open(SharedData.require("dense_loops_titanium"));
    assertThat(set.layout()).isEqualTo("YOLO texts");
    assertThat(set.micrographs()).hasSize(13);
    assertThat(annotations(set.micrographs())).isEqualTo(5539);
    assertInside(set);
  }

  private static int annotations(List<LabeledMicrograph> micrographs) {
    return micrographs.stream().mapToInt(m -> m.annotations().size()).sum();
  }

  private static void assertInside(LabeledSet set) {
    for (LabeledMicrograph micrograph : set.micrographs()) {
      for (Annotation annotation : micrograph.annotations()) {
        Box box = annotation.box();
        // a right edge is x plus width, rounded once
        assertThat(
                box.x() >= 0
                    && box.y() >= 0
                    && box.right() <= micrograph.widthPx() + 1e-9
                    && box.bottom() <= micrograph.heightPx() + 1e-9)
            .as("%s of %s", box, micrograph.name())
            .isTrue();
      }
    }
  }
}
