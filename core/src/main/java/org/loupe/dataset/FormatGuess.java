package org.loupe.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.loupe.io.MicrographReaders;

/** Recognizes the format of labels by their names and first lines. */
final class FormatGuess {

  private FormatGuess() {}

  /**
   * @throws LabelFormatException if no format or more than one fits
   */
  static LabelFormat of(Path labels, LabelImportSettings settings) throws IOException {
    if (!Files.isDirectory(labels)) {
      return ofFile(labels)
          .orElseThrow(() -> unknown(labels, "is of no format that is recognized"));
    }
    if (Files.isDirectory(labels.resolve("boxes")) && Files.isDirectory(labels.resolve("images"))) {
      return LabelFormat.BOXES;
    }
    Set<LabelFormat> found = EnumSet.noneOf(LabelFormat.class);
    boolean images = false;
    for (Path file : SetFiles.all(labels)) {
      if (MicrographReaders.isMicrograph(file)) {
        images = true;
      } else if (!isTable(file)) {
        ofFile(file).ifPresent(found::add);
      }
    }
    if (found.isEmpty() && images && (settings.images().isPresent() || soundsLikeMasks(labels))) {
      return LabelFormat.MASKS;
    }
    if (found.size() > 1) {
      throw unknown(
          labels,
          "holds labels of several formats: "
              + found.stream().map(LabelFormat::word).collect(Collectors.joining(", ")));
    }
    return found.stream()
        .findFirst()
        .orElseThrow(() -> unknown(labels, "holds no labels of a format that is recognized"));
  }

  private static LabelFormatException unknown(Path labels, String problem) {
    return new LabelFormatException(
        labels,
        problem
            + "; say which: --format "
            + Arrays.stream(LabelFormat.values())
                .map(LabelFormat::word)
                .collect(Collectors.joining("|")));
  }

  /** The tables that belong to a set and are no labels. */
  private static boolean isTable(Path file) {
    return List.of("index.tsv", YoloTexts.CLASSES).contains(String.valueOf(file.getFileName()));
  }

  private static boolean soundsLikeMasks(Path folder) {
    return String.valueOf(folder.getFileName()).matches("(?i).*(mask|label|seg).*");
  }

  private static Optional<LabelFormat> ofFile(Path file) throws IOException {
    if (SetFiles.hasExtension(file, ".roi") || SetFiles.hasExtension(file, ".zip")) {
      return Optional.of(LabelFormat.IMAGEJ_ROI);
    }
    if (SetFiles.hasExtension(file, ".xml")) {
      return Optional.of(LabelFormat.VOC);
    }
    if (SetFiles.hasExtension(file, ".json")) {
      JsonNode root = JsonLabels.parsed(file);
      return CocoContents.isCoco(root)
          ? Optional.of(LabelFormat.COCO)
          : ViaFile.isVia(root) ? Optional.of(LabelFormat.VIA) : Optional.empty();
    }
    if (SetFiles.hasExtension(file, ".xls") || SetFiles.hasExtension(file, ".tsv")) {
      return Optional.of(LabelFormat.IMAGEJ_RESULTS);
    }
    if (SetFiles.hasExtension(file, ".csv") || SetFiles.hasExtension(file, ".txt")) {
      return ofText(file);
    }
    return MicrographReaders.isMicrograph(file) ? Optional.of(LabelFormat.MASKS) : Optional.empty();
  }

  private static Optional<LabelFormat> ofText(Path file) throws IOException {
    List<LabelLine> lines = LabelLine.of(file);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    String first = lines.get(0).text();
    if (first.matches(".*\\b(Major|BX|XM|Area|Label)\\b.*")) {
      return Optional.of(LabelFormat.IMAGEJ_RESULTS);
    }
    String[] fields = first.strip().split("\\s*,\\s*|\\s+", -1);
    boolean numbers =
        Arrays.stream(fields).allMatch(field -> field.matches("[+-]?[0-9.]+([eE][+-]?[0-9]+)?"));
    if (!numbers) {
      return Optional.empty();
    }
    if (fields.length == 4) {
      return Optional.of(LabelFormat.BOXES);
    }
    boolean yolo = fields.length == 5 || (fields.length >= 7 && fields.length % 2 == 1);
    return yolo ? Optional.of(LabelFormat.YOLO) : Optional.empty();
  }
}
