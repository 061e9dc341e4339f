package org.loupe.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OverlayNamesTest {

  @Test
  void dropsTheEnding() {
    assertThat(new OverlayNames(List.of("a.tif", "sub.x/b")).of("a.tif")).isEqualTo("a");
    assertThat(new OverlayNames(List.of("a.tif", "sub.x/b")).of("sub.x/b")).isEqualTo("sub.x/b");
  }

  @Test
  void keepsTheEndingWhereNothingElseDiffers() {
    OverlayNames names = new OverlayNames(List.of("a.tif", "a.jpg", "sub/a.jpg"));
    assertThat(List.of(names.of("a.tif"), names.of("a.jpg"), names.of("sub/a.jpg")))
        .containsExactly("a.tif", "a.jpg", "sub/a");
  }

  @Test
  void framesKeepTheirNumber() {
    assertThat(new OverlayNames(List.of("stack.tif")).of("stack.tif#12")).isEqualTo("stack#12");
  }

  @Test
  void aHashInAFileNameIsNoFrame() {
    assertThat(new OverlayNames(List.of("grain#3.tif")).of("grain#3.tif")).isEqualTo("grain#3");
  }

  /** Each of these would be another's with one rule alone. */
  @Test
  void noTwoImagesHaveTheSame() {
    OverlayNames names =
        new OverlayNames(
            List.of("a.png", "a.tif", "a.tif.png", "x.tif", "x#1.png", "b.tif", "b.tif"));
    List<String> images =
        List.of("a.png", "a.tif", "a.tif.png", "x.tif#1", "x.tif#2", "x#1.png", "b.tif");
    assertThat(images.stream().map(names::of)).doesNotHaveDuplicates();
    assertThat(names.of("x.tif#1")).isEqualTo("x#1");
    assertThat(names.of("b.tif")).isEqualTo("b");
  }

  @Test
  void aHiddenFileKeepsItsName() {
    assertThat(new OverlayNames(List.of(".tif")).of(".tif")).isEqualTo(".tif");
  }
}
