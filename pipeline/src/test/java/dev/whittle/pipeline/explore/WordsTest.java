package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a = -0.50/0.10|a = −0.50/0.10",
                "2·(-3.00) = -6.00.|2·(−3.00) = −6.00.",
                "it is -0.00, then -0|it is 0.00, then 0",
                "it is -0.000.|it is 0.000.",
                "it is -0.05.|it is −0.05.",
                "L-BFGS on CIFAR-10 and MNIST-like digits|L-BFGS on CIFAR-10 and MNIST-like digits",
                "-1|−1"
            })
    void onlyNegativeNumbersHaveAMinusSign(String text, String expected) {
        assertEquals(expected, Words.minus(text));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 3, 0.5", "100, 2, 100", "-0.25, 2, −0.25", "-0.001, 2, 0", "0.999, 3, 0.999", "-20, 1, −20"})
    void numbersHaveNoZerosAtTheirEnd(double value, int digits, String expected) {
        assertEquals(expected, Words.number(value, digits));
    }
}
