package dev.zarrgo.controller.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.converter.stage.ProductCopy;
import dev.zarrgo.converter.zarr.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One product to one registered store: resolve, stage where asked for, convert, validate, register.
///
/// Source: section 3 of the pipeline specification, of which the table of steps gives deadlines, resources
/// and retries. Options and their values are one argument, and a `--` ends them: what a request says can
/// never become an option.
public final class ConvertPlanner implements WorkflowPlanner {

    private static final String TEMPLATE = "zarrgo-convert";
    private static final Duration DEADLINE = Duration.ofHours(2);

    private final TargetSettings target;

    public ConvertPlanner(TargetSettings target) {
        this.target = target;
    }

    @Override
    public Workflow plan(Job job) {
        return new Workflow(
                job.workflow(),
                TEMPLATE,
                parameters(job),
                labels(job),
                steps(job),
                DEADLINE,
                job.request().lane(),
                job.request().traceparent());
    }

    private Map<String, String> parameters(Job job) {
        JobRequest request = job.request();
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("source_url", request.source());
        parameters.put("register_collection", request.collection());
        parameters.put("item_id", request.itemId());
        parameters.put("stac_api_url", target.catalog());
        parameters.put("raster_api_url", target.rasterApi().orElse(""));
        parameters.put("s3_endpoint", target.s3Endpoint().orElse(""));
        parameters.put("s3_output_bucket", target.bucket());
        parameters.put("s3_output_prefix", target.prefix());
        parameters.put("pipeline_image_version", target.imageVersion());
        parameters.put("stage", isStaged(request) ? stage(request) : "never");
        parameters.put("convert_options", Json.text(options(request)));
        parameters.put("register_mode", registerMode(request));
        parameters.put("expires_exclude_file", target.expiresExcludeFile().orElse(""));
        parameters.put("run_id", job.workflow().text());
        parameters.put("traceparent", request.traceparent().orElse(""));
        parameters.put("job_id", job.id().text());
        return parameters;
    }

    private static Map<String, String> labels(Job job) {
        JobRequest request = job.request();
        return Map.of(
                "app.kubernetes.io/name",
                "zarrgo",
                "zarrgo.dev/job",
                job.id().text(),
                "zarrgo.dev/kind",
                request.action().kind().id(),
                "zarrgo.dev/owner",
                request.owner(),
                "zarrgo.dev/collection",
                request.collection(),
                "zarrgo.dev/item",
                request.itemId());
    }

    private List<Step> steps(Job job) {
        var steps = new ArrayList<Step>();
        steps.add(resolve(job.request()));
        boolean staged = isStaged(job.request());
        if (staged) {
            steps.add(stageStep(job.request(), target.stagingBucket().orElseThrow()));
        }
        String source = staged ? "{stage.convert_source_url}" : "{resolve.product}";
        steps.add(convert(job, source));
        steps.add(validate(job.request()));
        steps.add(register(job.request()));
        if (staged) {
            steps.add(cleanUp(job.request(), target.stagingBucket().orElseThrow()));
        }
        return steps;
    }

    private boolean isStaged(JobRequest request) {
        return !stage(request).equals("never") && target.stagingBucket().isPresent();
    }

    private Step resolve(JobRequest request) {
        var arguments = new ArrayList<String>();
        arguments.add("resolve");
        arguments.add("--collection=" + literal(request.collection()));
        arguments.add("--item-id=" + literal(request.itemId()));
        arguments.add("--output-dir={outputs}");
        acceptPlainHttp(arguments);
        arguments.addAll(List.of("--", literal(request.source())));
        return new Step(
                ConvertStep.RESOLVE.id(),
                arguments,
                Duration.ofSeconds(300),
                new Limits("100m", "256Mi", "500m", "512Mi"),
                new StepRetry(3, Duration.ofSeconds(10), 2),
                ConvertStep.RESOLVE.weight(),
                Step.Role.WORK);
    }

    private static Step stageStep(JobRequest request, String bucket) {
        return new Step(
                ConvertStep.STAGE.id(),
                List.of(
                        "stage",
                        "--source-url={resolve.product}",
                        "--collection=" + literal(request.collection()),
                        "--dest-bucket=" + literal(bucket),
                        "--item-id={resolve.item_id}",
                        "--output-dir={outputs}",
                        "--mode=copy",
                        "--copyable-hosts=" + (stage(request).equals("always") ? "*" : ProductCopy.COPYABLE_HOSTS)),
                Duration.ofSeconds(900),
                new Limits("500m", "512Mi", "1", "1Gi"),
                new StepRetry(3, Duration.ofSeconds(30), 2),
                ConvertStep.STAGE.weight(),
                Step.Role.WORK);
    }

    private Step convert(Job job, String source) {
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of(
                "convert",
                "--overwrite",
                "--provenance-source={resolve.product}",
                "--job=" + job.id().text(),
                "--progress=plain",
                "--report={outputs}/report.json"));
        arguments.addAll(ConvertOptions.arguments(options(job.request())));
        arguments.addAll(List.of("--", source, store(job.request())));
        return new Step(
                ConvertStep.CONVERT.id(),
                arguments,
                Duration.ofHours(1),
                new Limits("2", "2Gi", "4", "4Gi"),
                new StepRetry(2, Duration.ofSeconds(30), 2),
                ConvertStep.CONVERT.weight(),
                Step.Role.WORK);
    }

    private Step validate(JobRequest request) {
        return new Step(
                ConvertStep.VALIDATE.id(),
                List.of("validate", "--progress=plain", "--", store(request)),
                Duration.ofSeconds(300),
                new Limits("500m", "512Mi", "1", "1Gi"),
                new StepRetry(1, Duration.ofSeconds(10), 2),
                ConvertStep.VALIDATE.weight(),
                Step.Role.WORK);
    }

    private Step register(JobRequest request) {
        var arguments = new ArrayList<String>();
        arguments.add("register");
        arguments.add("--collection=" + literal(request.collection()));
        arguments.add("--catalog=" + literal(target.catalog()));
        target.rasterApi().ifPresent(url -> arguments.add("--raster-api-url=" + literal(url)));
        target.gateway().ifPresent(url -> arguments.add("--gateway-url=" + literal(url)));
        target.explorer().ifPresent(url -> arguments.add("--explorer-url=" + literal(url)));
        target.s3Endpoint().ifPresent(url -> arguments.add("--s3-endpoint=" + literal(url)));
        arguments.add("--mode=" + registerMode(request));
        arguments.add("--report={outputs}/report.json");
        acceptPlainHttp(arguments);
        arguments.addAll(List.of("--", literal(request.source()), store(request)));
        return new Step(
                ConvertStep.REGISTER.id(),
                arguments,
                Duration.ofSeconds(600),
                new Limits("100m", "256Mi", "500m", "512Mi"),
                new StepRetry(5, Duration.ofSeconds(10), 2),
                ConvertStep.REGISTER.weight(),
                Step.Role.WORK);
    }

    private static Step cleanUp(JobRequest request, String bucket) {
        return new Step(
                "clean-up",
                List.of(
                        "stage",
                        "--mode=cleanup",
                        "--source-url={resolve.product}",
                        "--item-id={resolve.item_id}",
                        "--collection=" + literal(request.collection()),
                        "--dest-bucket=" + literal(bucket)),
                Duration.ofSeconds(300),
                new Limits("100m", "256Mi", "500m", "512Mi"),
                new StepRetry(2, Duration.ofSeconds(10), 2),
                1,
                Step.Role.CLEAN_UP);
    }

    private void acceptPlainHttp(List<String> arguments) {
        if (target.plainHttp()) {
            arguments.add("--allow-http");
        }
    }

    private String store(JobRequest request) {
        return literal(target.store(request.collection(), request.itemId()));
    }

    /// A text that may not be taken for a reference to another step.
    private static String literal(String text) {
        return Placeholders.escaped(text);
    }

    private static String stage(JobRequest request) {
        return request.parameters().path("stage").asText("auto");
    }

    private static String registerMode(JobRequest request) {
        return request.parameters().path("register_mode").asText("upsert");
    }

    private static JsonNode options(JobRequest request) {
        Optional<JsonNode> options = request.parameters().optional("convert_options");
        return options.orElseGet(Json::object);
    }
}
