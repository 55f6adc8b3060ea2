package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.file.RegularFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A YAML file as a JSON tree with line numbers. Numbers, {@code true}, {@code false} and {@code null} are those of YAML
 * 1.2's core schema, so {@code 1e-4} is a number and {@code no} is a text. Hexadecimal and octal numbers, infinities
 * and NaN are texts. Anchors, aliases and the merge key {@code <<} are supported. Tags, duplicate keys, a second
 * document, and trees that become too large through aliases are refused.
 *
 * <p>The tree is built from SnakeYAML's nodes. Jackson's YAML mapper is not used, since it reads an alias as the text
 * of its name.
 */
final class YamlFile {
    private static final int MAX_NODES = 100_000;
    private static final int MAX_DEPTH = 50;
    /** The most characters: the time to read a long text grows with the square of its length. */
    private static final int MAX_LENGTH = 1 << 18;
    /** A character has 4 bytes at most. */
    private static final int MAX_BYTES = 4 * MAX_LENGTH;
    /** The most characters of the keys that lead to a value. */
    private static final int MAX_PLACE = 1000;
    /** The largest number of digits of a number. */
    private static final int MAX_NUMBER = 100;

    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(\\.[0-9]+|(0|[1-9][0-9]*)(\\.[0-9]*)?)([eE][-+]?[0-9]{1,9})?");

    /** The name of the text in messages. */
    private final String file;

    /** Of each place the line. Where mappings are merged, that of the first stays, as its value does. */
    private final Map<String, Integer> lines = new HashMap<>();

    private int nodes;

    private YamlFile(String file) {
        this.file = file;
    }

    /**
     * Reads a file. Places in it are named {@code FILE:LINE: KEYS}.
     *
     * @throws IOException if there is no such file or its YAML is not accepted, with its path and the line
     */
    static JsonAt read(Path path) throws IOException {
        return parse(text(path), path.toString());
    }

    /**
     * Parses a text.
     *
     * @param name the name of the text in messages
     */
    static JsonAt parse(String text, String name) throws IOException {
        YamlFile file = new YamlFile(name);
        JsonNode tree = file.tree(text);
        return new JsonAt(tree, file::place);
    }

    private JsonNode tree(String text) throws IOException {
        if (text.length() > MAX_LENGTH) {
            throw new IOException(
                    file + ": the file has " + text.length() + " characters, an experiment has at most " + MAX_LENGTH);
        }
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        // Without implicit resolvers every tag in the tree is written in the file.
        Resolver noTags = new Resolver() {
            @Override
            protected void addImplicitResolvers() {}
        };
        try {
            StreamReader reader = new StreamReader(text);
            Node root = new Composer(new ParserImpl(reader, options), noTags, options).getSingleNode();
            if (root == null) {
                throw new IOException(
                        file + ": the file is empty; an experiment has name, data, seeds, features and heads");
            }
            lines.put("", line(root));
            return json(root, "", 0);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw new IOException(
                    file + ":" + (mark == null ? 1 : mark.getLine() + 1) + ": this is no valid YAML: " + e.getProblem()
                            + (e.getContext() == null ? "" : " " + e.getContext()),
                    e);
        } catch (YAMLException e) {
            throw new IOException(
                    file + ": this is no valid YAML: " + e.getMessage().strip(), e);
        }
    }

    private static String text(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = RegularFile.bytes(file, MAX_BYTES);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file or folder", e);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(file.toString()) ? e : new IOException(file + ": cannot be read: " + message, e);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            String what =
                    ": is no text in UTF-8; an experiment is a YAML file, and a folder holds a folder of images for"
                            + " each class";
            throw new IOException(file + what, e);
        }
    }

    private String place(String pointer) {
        // A missing value has no line, so the line of the enclosing value is used.
        String known = pointer;
        while (!lines.containsKey(known)) {
            known = known.substring(0, known.lastIndexOf('/'));
        }
        return file + ":" + lines.get(known) + (pointer.isEmpty() ? "" : ": " + pointer.substring(1));
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private IOException error(Node at, String reason) {
        return new IOException(file + ":" + line(at) + ": " + reason);
    }

    /** With aliases a small file can become a very large or infinite tree. */
    private void count(Node node, int depth) throws IOException {
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            throw error(
                    node,
                    "with its aliases written out, the file has more than " + MAX_NODES + " values or " + MAX_DEPTH
                            + " levels");
        }
    }

    private JsonNode json(Node node, String pointer, int depth) throws IOException {
        count(node, depth);
        if (node instanceof MappingNode mapping) {
            requireTag(node, Tag.MAP);
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            put(mapping, object, pointer, depth);
            return object;
        } else if (node instanceof SequenceNode sequence) {
            requireTag(node, Tag.SEQ);
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Node element : sequence.getValue()) {
                String at = pointer + "/" + array.size();
                lines.putIfAbsent(at, line(element));
                array.add(json(element, at, depth + 1));
            }
            return array;
        }
        requireTag(node, Tag.STR);
        ScalarNode scalar = (ScalarNode) node;
        return scalar.getScalarStyle() == ScalarStyle.PLAIN
                ? plain(scalar.getValue())
                : TextNode.valueOf(scalar.getValue());
    }

    private void requireTag(Node node, Tag tag) throws IOException {
        if (!node.getTag().equals(tag)) {
            throw error(node, "tags such as " + node.getTag() + " are not used here");
        }
    }

    /** Adds the entries of a mapping to an object: first its own, then those of {@code <<} with other keys. */
    private void put(MappingNode mapping, ObjectNode object, String pointer, int depth) throws IOException {
        Node merged = null;
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
                throw error(entry.getKeyNode(), "a key is a text, not a list or a mapping");
            }
            requireTag(keyNode, Tag.STR);
            String key = keyNode.getValue();
            boolean merge = key.equals("<<") && keyNode.getScalarStyle() == ScalarStyle.PLAIN;
            if (merge ? merged != null : object.has(key)) {
                throw error(keyNode, "the key '" + key + "' is given twice");
            }
            if (merge) {
                merged = entry.getValueNode();
            } else {
                set(object, key, keyNode, entry.getValueNode(), pointer, depth);
            }
        }
        if (merged instanceof SequenceNode several) {
            for (Node one : several.getValue()) {
                merge(one, object, pointer, depth);
            }
        } else if (merged != null) {
            merge(merged, object, pointer, depth);
        }
    }

    private void merge(Node from, ObjectNode object, String pointer, int depth) throws IOException {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        if (!(from instanceof MappingNode mapping)) {
            throw error(from, "<< takes a mapping, or a list of mappings");
        }
        count(from, depth);
        put(mapping, all, pointer, depth + 1);
        all.properties().forEach(entry -> {
            if (!object.has(entry.getKey())) {
                object.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private void set(ObjectNode object, String key, Node keyNode, Node value, String pointer, int depth)
            throws IOException {
        String at = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
        if (at.length() > MAX_PLACE) {
            // The place of each value within has all of it again.
            throw error(keyNode, "the keys up to this one have " + at.length() + " characters, at most " + MAX_PLACE);
        }
        lines.putIfAbsent(at, line(keyNode));
        object.set(key, json(value, at, depth + 1));
    }

    private static JsonNode plain(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> NullNode.getInstance();
            case "true", "True", "TRUE" -> BooleanNode.TRUE;
            case "false", "False", "FALSE" -> BooleanNode.FALSE;
            default -> numberOrText(text);
        };
    }

    private static JsonNode numberOrText(String text) {
        if (text.length() <= MAX_NUMBER && WHOLE.matcher(text).matches()) {
            return BigIntegerNode.valueOf(new BigInteger(text));
        }
        if (text.length() <= MAX_NUMBER && DECIMAL.matcher(text).matches()) {
            return DecimalNode.valueOf(new BigDecimal(text));
        }
        return TextNode.valueOf(text);
    }
}
