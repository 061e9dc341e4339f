package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFinderTest {

  @TempDir private Path root = Path.of("");

  private Path touch(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }

  private List<String> names(String... inputs) {
    return InputFinder.find(List.of(inputs)).stream().map(InputFile::name).toList();
  }

  @Test
  void aFolderGivesItsImagesAndThoseBelowInTheOrderOfTheirNames() throws IOException {
    touch("b.png");
    touch("a.TIF");
    touch("sub/deep/c.jpeg");
    touch("notes.txt");
    assertThat(names(root.toString())).containsExactly("a.TIF", "b.png", "sub/deep/c.jpeg");
  }

  @Test
  void aFileIsTakenWhateverItIsCalled() throws IOException {
    assertThat(names(touch("image.dat").toString())).containsExactly("image.dat");
  }

  @Test
  void aMissingFileIsInTheListSoThatItsErrorIsToo() {
    assertThat(names(root.resolve("none.png").toString())).containsExactly("none.png");
  }

  @Test
  void theFolderOfTheResultsIsNotWalked() throws IOException {
    touch("a.png");
    touch("out/overlays/a.png");
    assertThat(InputFinder.find(List.of(root.toString()), root.resolve("out")))
        .extracting(InputFile::name)
        .containsExactly("a.png");
  }

  @Test
  void theSameFileIsFoundOnce() throws IOException {
    Path file = touch("a.png");
    assertThat(names(file.toString(), root.toString(), root + "/./a.png")).containsExactly("a.png");
  }

  @Test
  void equalNamesInDifferentFoldersGetTheirFolders() throws IOException {
    touch("day1/map/a.png");
    touch("day2/map/a.png");
    touch("day2/map/b.png");
    assertThat(names(root + "/day1/map", root + "/day2/map"))
        .containsExactly("day1/map/a.png", "day2/map/a.png", "b.png");
  }

  @Test
  void aPatternThatTheShellLeftAloneIsMatched() throws IOException {
    touch("a1.png");
    touch("a2.tif");
    touch("b.png");
    assertThat(names(root + "/a*.{png,tif}")).containsExactly("a1.png", "a2.tif");
    assertThat(InputFinder.find(List.of(root + "/z*.png")))
        .singleElement()
        .satisfies(
            file ->
                assertThat(file.problem())
                    .hasValueSatisfying(p -> assertThat(p).contains("no file")));
  }

  @Test
  void aFileWhoseNameLooksLikeAPatternIsAFile() throws IOException {
    assertThat(names(touch("grain[1].png").toString())).containsExactly("grain[1].png");
  }

  @Test
  void aLinkThatLeadsBackIsReportedAndTheOthersAreFound() throws IOException {
    touch("a.png");
    touch("sub/b.png");
    Files.createSymbolicLink(root.resolve("sub/back"), root);
    List<InputFile> files = InputFinder.find(List.of(root.toString()));
    assertThat(files).extracting(InputFile::name).containsExactly("a.png", "sub/b.png", "sub/back");
    assertThat(files.get(2).problem()).hasValueSatisfying(p -> assertThat(p).contains("link"));
  }

  @Test
  void aLinkToNowhereIsReported() throws IOException {
    Files.createSymbolicLink(root.resolve("gone.png"), root.resolve("nowhere.png"));
    assertThat(names(root.toString())).containsExactly("gone.png");
  }
}
