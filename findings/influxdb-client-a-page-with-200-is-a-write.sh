#!/usr/bin/env bash
# A log-in page with status 200 counts as a write that has stored the points.
#
# Version:  InfluxDB.Client 5.1.0
# Input:    a web server that answers POST /api/v2/write with 200 and an HTML page, as a captive portal or a proxy does
# Expected: an error: InfluxDB 2 answers a write that stored everything with 204 and an empty body, and with nothing else
# Seen:     WriteRecordAsync: no exception
#           WriteRecordsAsyncWithIRestResponse: IsSuccessful True, 200, <html>Please log in</html>
# Source:   InfluxDBClient's ExceptionFactory asks RestResponse.IsSuccessful, which is any 2xx; WriteService looks at neither status nor body
# So:       who forgets points once WriteRecordAsync has returned loses them for as long as the page stands there; use the method that hands out
#           the answer, and take 204 alone for stored.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="InfluxDB.Client" Version="[5.1.0]" />
    <PackageReference Include="Microsoft.Extensions.ObjectPool" Version="10.0.11" />
    <PackageReference Include="Microsoft.Net.Http.Headers" Version="2.3.13" />
  </ItemGroup>
</Project>
X
cat >Program.cs <<'X'
using System.Net;
using System.Net.Sockets;
using InfluxDB.Client;
using InfluxDB.Client.Api.Domain;

using var probe = new TcpListener(IPAddress.Loopback, 0);
probe.Start();
var url = $"http://{probe.LocalEndpoint}/";
probe.Stop();
using var server = new HttpListener { Prefixes = { url } };
server.Start();
_ = Task.Run(async () =>
{
    while (true)
    {
        var context = await server.GetContextAsync();
        context.Response.ContentType = "text/html";
        context.Response.Close("<html>Please log in</html>"u8.ToArray(), willBlock: true);
    }
});
using var client = new InfluxDBClient(url, "token");
var write = client.GetWriteApiAsync();
try
{
    await write.WriteRecordAsync("bin fill=1 1", WritePrecision.Ns, "estate", "estate");
    Console.WriteLine("WriteRecordAsync: no exception");
}
catch (Exception failure)
{
    Console.WriteLine($"WriteRecordAsync: {failure.GetType().Name}");
}
var answer = await write.WriteRecordsAsyncWithIRestResponse(["bin fill=1 1"], WritePrecision.Ns, "estate", "estate");
Console.WriteLine($"WriteRecordsAsyncWithIRestResponse: IsSuccessful {answer.IsSuccessful}, {(int)answer.StatusCode}, {answer.Content}");
Environment.Exit(0);
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "WriteRecordAsync: no exception
WriteRecordsAsyncWithIRestResponse: IsSuccessful True, 200, <html>Please log in</html>" ] || { echo "This has changed."; exit 1; }
