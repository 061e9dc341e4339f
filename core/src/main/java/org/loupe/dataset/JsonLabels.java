package org.loupe.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Labels in JSON. */
final class JsonLabels {

  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonLabels() {}

  static JsonNode parsed(Path file) throws IOException {
    try {
      return JSON.readTree(LabelLine.content(file));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new LabelFormatException(
          file, line, "is not JSON (" + e.getOriginalMessage() + "); export the labels again");
    }
  }

  /** Returns a list of finite numbers; empty if it is anything else. */
  static Optional<double[]> numbers(JsonNode list) {
    if (!list.isArray()) {
      return Optional.empty();
    }
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!list.path(i).isNumber() || !Double.isFinite(list.path(i).asDouble())) {
        return Optional.empty();
      }
      numbers[i] = list.path(i).asDouble();
    }
    return Optional.of(numbers);
  }

  /** Returns a field that is a finite number; empty if it is anything else. */
  static Optional<Double> number(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isNumber() && Double.isFinite(value.asDouble())
        ? Optional.of(value.asDouble())
        : Optional.empty();
  }
}
