package org.loupe.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON, strictly: an object's fields are exactly the record's components.
 *
 * <p>Components may be {@code int}, {@code long}, {@code double}, {@link String}, enums, records,
 * lists of these, and optionals of these, which are null where empty and may be missing where
 * {@link AddedLater}. Nothing is converted: a number in quotes is no number. What a record's
 * constructor refuses is refused with its words.
 */
final class RecordJson {

  private static final int SHOWN = 60;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          // Java's own takes a third of a second for a model's numbers until it is compiled
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String file;
  private final String entry;

  /** What reflection tells of a record, asked once of each: a model has hundreds of some. */
  private final Map<Class<?>, Shape> shapes = new HashMap<>();

  private record Shape(RecordComponent[] components, Type[] types, Constructor<?> constructor) {

    static Shape of(Class<?> type) {
      RecordComponent[] components = Objects.requireNonNull(type.getRecordComponents());
      Type[] types = new Type[components.length];
      Class<?>[] parameters = new Class<?>[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getGenericType();
        parameters[i] = components[i].getType();
      }
      try {
        return new Shape(components, types, type.getDeclaredConstructor(parameters));
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException("a record has its constructor", e);
      }
    }
  }

  private RecordJson(String file, String entry) {
    this.file = file;
    this.entry = entry;
  }

  /** Returns the record as indented text in UTF-8. */
  static byte[] write(Record record) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try {
      return MAPPER.writer(printer).writeValueAsBytes(node(record));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory can always be written", e);
    }
  }

  /**
   * Returns the tree of {@code json}.
   *
   * @param file name of the file, for messages
   * @param entry of the file, for messages
   */
  static JsonNode parse(byte[] json, String file, String entry) throws ModelFormatException {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? entry
              : entry
                  + ", line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw new ModelFormatException(
          file, place, "not well-formed JSON; get the file again: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelFormatException(file, entry, "not JSON in UTF-8; get the file again", e);
    }
  }

  /** Returns the record that {@code tree} describes. */
  static <R extends Record> R read(JsonNode tree, Class<R> type, String file, String entry)
      throws ModelFormatException {
    RecordJson json = new RecordJson(file, entry);
    return type.cast(json.record(tree, json.shape(type), ""));
  }

  private static JsonNode node(Object value) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (value instanceof Integer number) {
      return make.numberNode(number);
    }
    if (value instanceof Long number) {
      return make.numberNode(number);
    }
    if (value instanceof Double number) {
      return make.numberNode(number);
    }
    if (value instanceof String text) {
      return make.textNode(text);
    }
    if (value instanceof Enum<?> constant) {
      return make.textNode(constant.name());
    }
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? node(optional.get()) : make.nullNode();
    }
    if (value instanceof List<?> list) {
      ArrayNode array = make.arrayNode();
      list.forEach(element -> array.add(node(Objects.requireNonNull(element))));
      return array;
    }
    if (value instanceof Record record) {
      ObjectNode object = make.objectNode();
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        object.set(component.getName(), node(component(record, component)));
      }
      return object;
    }
    throw new IllegalStateException("no JSON for " + value.getClass());
  }

  private static Object component(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record shows its components", e);
    }
  }

  private Object record(JsonNode node, Shape shape, String place) throws ModelFormatException {
    if (!node.isObject()) {
      throw error(place, "must be an object, is " + shown(node));
    }
    Object[] values = new Object[shape.components().length];
    int given = 0;
    for (int i = 0; i < values.length; i++) {
      RecordComponent component = shape.components()[i];
      @Nullable JsonNode child = node.get(component.getName());
      if (child != null) {
        given++;
      } else if (!component.isAnnotationPresent(AddedLater.class)) {
        checkKnown(node, shape, place);
        throw error(
            join(place, component.getName()), "missing; take a file that Loupe has written");
      }
      values[i] =
          value(
              child == null ? NullNode.getInstance() : child,
              shape.types()[i],
              join(place, component.getName()));
    }
    if (given < node.size()) {
      checkKnown(node, shape, place);
    }
    try {
      return shape.constructor().newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw error(place, String.valueOf(refused.getMessage()));
      }
      throw new IllegalStateException("a record takes values that are not null", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record has its constructor", e);
    }
  }

  private Shape shape(Class<?> type) {
    return shapes.computeIfAbsent(type, Shape::of);
  }

  private void checkKnown(JsonNode node, Shape shape, String place) throws ModelFormatException {
    Set<String> names = new HashSet<>();
    for (RecordComponent component : shape.components()) {
      names.add(component.getName());
    }
    for (Iterator<String> given = node.fieldNames(); given.hasNext(); ) {
      String name = given.next();
      if (!names.contains(name)) {
        throw error(
            join(place, shortened(name.replaceAll("\\p{Cntrl}", "?"))),
            "unknown field; update Loupe, or take a file that it has written");
      }
    }
  }

  private Object value(JsonNode node, Type type, String place) throws ModelFormatException {
    if (type instanceof ParameterizedType generic) {
      Type element = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        return node.isNull() ? Optional.empty() : Optional.of(value(node, element, place));
      }
      return list(node, element, place);
    }
    if (type == int.class || type == Integer.class || type == long.class) {
      return whole(node, type, place);
    }
    if (type == double.class || type == Double.class) {
      if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
        throw error(place, "must be a number, is " + shown(node));
      }
      return node.doubleValue();
    }
    if (type == String.class) {
      if (!node.isTextual()) {
        throw error(place, "must be a text, is " + shown(node));
      }
      return node.textValue();
    }
    if (type instanceof Class<?> of && of.isRecord()) {
      return record(node, shape(of), place);
    }
    if (type instanceof Class<?> of && of.isEnum()) {
      return constant(node, of, place);
    }
    throw new IllegalStateException("no JSON for " + type);
  }

  private Object whole(JsonNode node, Type type, String place) throws ModelFormatException {
    if (!node.isIntegralNumber()) {
      throw error(place, "must be a whole number, is " + shown(node));
    }
    if (type != long.class && node.canConvertToInt()) {
      return node.intValue();
    }
    if (type == long.class && node.canConvertToLong()) {
      return node.longValue();
    }
    throw error(place, "too large: " + shown(node));
  }

  private List<Object> list(JsonNode node, Type element, String place) throws ModelFormatException {
    if (!node.isArray()) {
      throw error(place, "must be a list, is " + shown(node));
    }
    List<Object> values = new ArrayList<>(node.size());
    for (JsonNode child : node) {
      values.add(value(child, element, place + "[" + values.size() + "]"));
    }
    return values;
  }

  private Object constant(JsonNode node, Class<?> type, String place) throws ModelFormatException {
    List<String> names = new ArrayList<>();
    for (Object constant : Objects.requireNonNull(type.getEnumConstants())) {
      String name = ((Enum<?>) constant).name();
      if (node.isTextual() && node.textValue().equals(name)) {
        return constant;
      }
      names.add(name);
    }
    throw error(place, "must be one of " + String.join(", ", names) + ", is " + shown(node));
  }

  private ModelFormatException error(String place, String trouble) {
    return new ModelFormatException(file, place.isEmpty() ? entry : entry + ", " + place, trouble);
  }

  private static String join(String place, String name) {
    return place.isEmpty() ? name : place + "." + name;
  }

  private static String shown(JsonNode node) {
    return shortened(node.toString());
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
