package dev.whittle.classify.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A value in a JSON tree with its place, so that errors can name the place. The accessors are strict: nothing is
 * converted, and a value of another kind than requested is an {@link IllegalArgumentException} that names the place.
 */
public final class JsonAt {
    /** How many characters of both ends of a long text a message has. */
    private static final int SHOWN = 1000;

    private final JsonNode node;
    private final String pointer;
    private final UnaryOperator<String> place;

    /**
     * The root of a tree.
     *
     * @param place converts a JSON pointer ({@code ""} is the root, {@code /heads/0/l2} a value in it) to a description
     *     of the place, such as a file name and a line
     */
    public JsonAt(JsonNode root, UnaryOperator<String> place) {
        this(root, "", place);
    }

    private JsonAt(JsonNode node, String pointer, UnaryOperator<String> place) {
        this.node = node;
        this.pointer = pointer;
        this.place = place;
    }

    /** Another value at the same place. */
    public JsonAt with(JsonNode other) {
        return new JsonAt(other, pointer, place);
    }

    public JsonNode node() {
        return node;
    }

    /** An exception to throw if this value is wrong. */
    public IllegalArgumentException error(String reason) {
        return new IllegalArgumentException(cut(place.apply(pointer)) + ": " + cut(reason));
    }

    /** What was given may be a megabyte, and a message repeats it: of a long text the two ends. */
    private static String cut(String text) {
        int left = text.length() - 2 * SHOWN;
        return left <= 0
                ? text
                : text.substring(0, SHOWN) + "… " + left + " more characters …" + text.substring(SHOWN + left);
    }

    /** Whether this is an object with such a key. */
    public boolean has(String key) {
        return node.has(key);
    }

    /** The value of a key of this object, which must have it. */
    public JsonAt get(String key) {
        requireObject();
        if (!node.has(key)) {
            node.fieldNames().forEachRemaining(this::requireSpace);
            throw error("'" + key + "' is missing");
        }
        return child(key);
    }

    /** Refuses a key such as {@code type:hog}, which YAML makes of a colon without a space. */
    private void requireSpace(String key) {
        int colon = key.indexOf(':');
        if (colon > 0 && colon < key.length() - 1 && node.get(key).isNull()) {
            throw child(key)
                    .error("a space is missing after the colon of '" + key + "'; write '" + key.substring(0, colon)
                            + ": " + key.substring(colon + 1) + "'");
        }
    }

    /** The value of a key of this object, or the place where it is missing. */
    private JsonAt child(String key) {
        JsonNode value = node.get(key);
        String escaped = key.replace("~", "~0").replace("/", "~1");
        return new JsonAt(value == null ? MissingNode.getInstance() : value, pointer + "/" + escaped, place);
    }

    /** Returns this value if it is an object without other keys than these. */
    public JsonAt onlyKeys(Collection<String> valid) {
        requireObject();
        node.fieldNames().forEachRemaining(key -> {
            if (!valid.contains(key)) {
                requireSpace(key);
                throw child(key).error(unknown("key", key, valid));
            }
        });
        return this;
    }

    private void requireObject() {
        if (!node.isObject()) {
            throw expected("keys with values");
        }
    }

    /** The elements of this list. */
    public List<JsonAt> elements() {
        if (!node.isArray()) {
            throw expected("a list");
        }
        List<JsonAt> elements = new ArrayList<>();
        for (JsonNode element : node) {
            elements.add(new JsonAt(element, pointer + "/" + elements.size(), place));
        }
        return elements;
    }

    /** The elements of this list, or this value if it is a single element. */
    public List<JsonAt> oneOrMore() {
        return node.isValueNode() && !node.isNull() || node.isObject() ? List.of(this) : elements();
    }

    /** This text, which may be empty. */
    public String text() {
        if (!node.isTextual()) {
            throw expected("a text");
        }
        return node.textValue();
    }

    public boolean bool() {
        if (!node.isBoolean()) {
            throw expected("true or false");
        }
        return node.booleanValue();
    }

    /** This whole number. A number written with a point or an exponent is not a whole number. */
    public long wholeNumber(long min, long max) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
            boolean anySize = (min == Integer.MIN_VALUE || min == Long.MIN_VALUE) && node.isNumber();
            throw expected("a whole number"
                    + (node.isIntegralNumber() || (!anySize && node.isNumber()) ? " from " + min + " to " + max : ""));
        }
        return node.longValue();
    }

    /** This number as the nearest float. */
    public float floatNumber() {
        float value = node.isNumber() ? Float.parseFloat(node.asText()) : Float.NaN;
        if (!Float.isFinite(value)) {
            throw expected("a number in the range of float");
        }
        return value;
    }

    /** This number as the nearest double. */
    public double number() {
        double value = node.isNumber() ? Double.parseDouble(node.asText()) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw expected("a number in the range of double");
        }
        return value;
    }

    /** An exception to throw if this value is of the wrong kind. */
    public IllegalArgumentException expected(String what) {
        return error("expected " + what + ", got " + describe(node));
    }

    private static String describe(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "keys with values";
            case ARRAY -> "a list";
            case NULL, MISSING -> "nothing";
            case STRING -> "the text '" + node.textValue() + "'";
            default -> node.asText();
        };
    }

    /** "unknown key 'celSize'; did you mean 'cellSize'? Valid: cellSize, layout". */
    static String unknown(String what, String given, Collection<String> valid) {
        if (given.length() > SHOWN) {
            // Too long for a typing error, and it would take long to compare.
            return "unknown " + what + " '" + given + "'";
        }
        String nearest = null;
        int least = Math.max(1, given.length() / 3) + 1;
        for (String candidate : new TreeSet<>(valid)) {
            int distance = editDistance(given.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                nearest = candidate;
                least = distance;
            }
        }
        return "unknown " + what + " '" + given + "'"
                + (nearest == null ? ". Valid: " : "; did you mean '" + nearest + "'? Valid: ")
                + (valid.isEmpty() ? "none" : String.join(", ", valid));
    }

    /** Levenshtein's: how many letters to insert, remove or replace. */
    static int editDistance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
