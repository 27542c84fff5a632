package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.workflow.ConvertOptions;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Puts the options of a JSON object in the place of that object, so that a workflow can pass them on as
/// one parameter (rule X7).
final class OptionsInJson implements IParameterConsumer {

    @Override
    @SuppressWarnings("JdkObsolete") // the type is picocli's
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
        if (arguments.isEmpty()) {
            throw new ParameterException(command.commandLine(), "Missing required parameter for option '--options'");
        }
        List<String> given = ConvertOptions.arguments(options(arguments.pop(), command));
        given.reversed().forEach(arguments::push);
    }

    private static ObjectNode options(String text, CommandSpec command) {
        JsonNode document;
        try {
            document = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new ParameterException(command.commandLine(), "--options is not JSON: " + text, broken);
        }
        if (!(document instanceof ObjectNode options)) {
            throw new ParameterException(command.commandLine(), "--options is no JSON object: " + text);
        }
        ConvertOptions.violations(options).forEach((name, problem) -> {
            throw new ParameterException(command.commandLine(), "--options, %s: %s".formatted(name, problem));
        });
        return options;
    }
}
