package org.loupe.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;

/** Compares marks number by number. */
final class Marks {

  private Marks() {}

  static void assertSame(LabeledSet actual, LabeledSet expected, double tolerancePx) {
    assertThat(actual.micrographs()).hasSameSizeAs(expected.micrographs());
    for (int i = 0; i < expected.micrographs().size(); i++) {
      assertSame(
          actual.micrographs().get(i).annotations(),
          expected.micrographs().get(i).annotations(),
          tolerancePx);
    }
  }

  static void assertSame(List<Annotation> actual, List<Annotation> expected, double tolerancePx) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      Annotation a = actual.get(i);
      Annotation e = expected.get(i);
      assertThat(a.defectClass()).isEqualTo(e.defectClass());
      assertSame(a.box(), e.box(), within(tolerancePx));
      assertThat(a.ellipse().isPresent()).isEqualTo(e.ellipse().isPresent());
      if (e.ellipse().isPresent()) {
        assertSame(a.ellipse().orElseThrow(), e.ellipse().get(), tolerancePx);
      }
      assertThat(a.outline()).hasSameSizeAs(e.outline());
      for (int j = 0; j < e.outline().size(); j++) {
        List<Point> corners = a.outline().get(j).corners();
        assertThat(corners).hasSameSizeAs(e.outline().get(j).corners());
        for (int k = 0; k < corners.size(); k++) {
          Point corner = e.outline().get(j).corners().get(k);
          assertThat(corners.get(k).x()).isEqualTo(corner.x(), within(tolerancePx));
          assertThat(corners.get(k).y()).isEqualTo(corner.y(), within(tolerancePx));
        }
      }
    }
  }

  static void assertSame(Box actual, Box expected, Offset<Double> tolerance) {
    assertThat(actual.x()).isEqualTo(expected.x(), tolerance);
    assertThat(actual.y()).isEqualTo(expected.y(), tolerance);
    assertThat(actual.right()).isEqualTo(expected.right(), tolerance);
    assertThat(actual.bottom()).isEqualTo(expected.bottom(), tolerance);
  }

  static void assertSame(Ellipse actual, Ellipse expected, double tolerancePx) {
    Offset<Double> tolerance = within(tolerancePx);
    assertThat(actual.centerX()).isEqualTo(expected.centerX(), tolerance);
    assertThat(actual.centerY()).isEqualTo(expected.centerY(), tolerance);
    assertThat(actual.majorAxisLength()).isEqualTo(expected.majorAxisLength(), tolerance);
    assertThat(actual.minorAxisLength()).isEqualTo(expected.minorAxisLength(), tolerance);
    double turned = Math.abs(actual.orientation() - expected.orientation());
    assertThat(Math.min(turned, Math.PI - turned)).isLessThan(tolerancePx);
  }
}
