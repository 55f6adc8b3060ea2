package dev.whittle.classify.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.feature.table.NdArray;
import dev.whittle.feature.table.NpyFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The description of an array in model.json. */
record ArrayEntry(String name, NdArray.Type type, int[] shape, String sha256) {
    /** Names are relative paths whose parts do not begin with a dot: no absolute path, no "..", no hidden file. */
    private static final Pattern NAME =
            Pattern.compile("(features|transforms|head)(/[A-Za-z0-9][A-Za-z0-9_.-]{0,60}){1,10}");

    static boolean mayBeCalled(String name) {
        return NAME.matcher(name).matches();
    }

    /** The number of bytes of the .npy file. */
    long size() {
        return NpyFile.HEADER + (long) type.bytes() * NdArray.count(shape);
    }

    void writeTo(ObjectNode json) {
        json.put("name", name).put("type", type.name().toLowerCase(Locale.ROOT));
        ArrayNode sizes = json.putArray("shape");
        for (int size : shape) {
            sizes.add(size);
        }
        json.put("sha256", sha256);
    }

    /** Reads the list of all arrays; names must be sorted. In version 1 all arrays have floats and two dimensions. */
    static List<ArrayEntry> read(JsonAt arrays, long version) {
        List<ArrayEntry> entries = new ArrayList<>();
        String previous = "";
        for (JsonAt at : arrays.elements()) {
            at.onlyKeys(version == 1 ? List.of("name", "shape", "sha256") : List.of("name", "type", "shape", "sha256"));
            String name = at.get("name").text();
            if (!mayBeCalled(name)) {
                throw at.get("name").error("'" + name + "' is no name of an array");
            }
            if (name.compareTo(previous) <= 0) {
                throw at.get("name")
                        .error("'" + name + "' comes after '" + previous + "'; names are sorted and unique");
            }
            previous = name;
            NdArray.Type type = version == 1 ? NdArray.Type.FLOAT32 : type(at.get("type"));
            int[] shape = shape(at.get("shape"), version);
            ArrayEntry entry =
                    new ArrayEntry(name, type, shape, at.get("sha256").text());
            if (entry.size() > StoredZip.MAX_LENGTH) {
                throw at.get("shape").error("claims " + entry.size() + " bytes, more than a model file can have");
            }
            entries.add(entry);
        }
        return entries;
    }

    private static NdArray.Type type(JsonAt at) {
        for (NdArray.Type type : NdArray.Type.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(at.text())) {
                return type;
            }
        }
        throw at.error("unknown type of values '" + at.text() + "', expected float32 or uint8");
    }

    private static int[] shape(JsonAt at, long version) {
        List<JsonAt> sizes = at.elements();
        if (version == 1 && sizes.size() != 2) {
            throw at.error("has " + sizes.size() + " sizes, expected 2");
        }
        int[] shape = new int[sizes.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = (int) sizes.get(i).wholeNumber(0, Integer.MAX_VALUE);
        }
        try {
            NdArray.count(shape);
        } catch (IllegalArgumentException e) {
            throw at.error("more than a model file can have: " + e.getMessage());
        }
        return shape;
    }
}
