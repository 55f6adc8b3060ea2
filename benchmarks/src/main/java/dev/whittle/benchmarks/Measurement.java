package dev.whittle.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/**
 * Something to be timed: a benchmark with its parameters, or a case of the script of peers in Python.
 *
 * @param benchmark {@code Class.method} in this package, or null for the script
 * @param params of the benchmark; or the script's {@code case}
 */
record Measurement(String benchmark, Map<String, String> params) {
    static Measurement of(String benchmark, Map<String, String> params) {
        return new Measurement(benchmark, Map.copyOf(params));
    }

    static Measurement ofPython(String name) {
        return new Measurement(null, Map.of("case", name));
    }

    boolean isPython() {
        return benchmark == null;
    }

    /** The same with one parameter changed. */
    Measurement with(String name, String value) {
        Map<String, String> changed = new TreeMap<>(params);
        changed.put(name, value);
        return of(benchmark, changed);
    }

    @Override
    public String toString() {
        return (isPython() ? "peers.py" : benchmark) + " " + new TreeMap<>(params);
    }
}
