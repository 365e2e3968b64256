#!/usr/bin/env bash
# Lib.Net.Http.WebPush signs for a push service without its port, so that one on another port than 443 must refuse.
#
# Version:  Lib.Net.Http.WebPush 3.3.1
# Input:    a subscription whose endpoint is http://127.0.0.1:PORT/phone, as a push service of one's own has (autopush, an ntfy with UnifiedPush)
# Expected: the token's "aud" is the origin of the push service, http://127.0.0.1:PORT (RFC 8292 section 2: "the Unicode serialization of the origin",
#           which has the port where it is not the scheme's own, RFC 6454 section 6.1)
# Seen:     aud is http://127.0.0.1
# Source:   PushServiceClient.SetAuthentication: audience = endpointUri.Scheme + "://" + endpointUri.Host
# So:       a push service of one's own stands on the scheme's own port, or a VapidAuthentication is asked for the header itself
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
    <PackageReference Include="Lib.Net.Http.WebPush" Version="[3.3.1]" />
  </ItemGroup>
</Project>
X
cat >Program.cs <<'X'
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;

var port = Random.Shared.Next(20000, 30000);
using var service = new HttpListener();
service.Prefixes.Add($"http://127.0.0.1:{port}/");
service.Start();
using var browser = ECDsa.Create(ECCurve.NamedCurves.nistP256);
using var gateway = ECDsa.Create(ECCurve.NamedCurves.nistP256);
using var vapid = new VapidAuthentication(Point(gateway), Base64Url.EncodeToString(gateway.ExportParameters(true).D!)) { Subject = "mailto:duty@example.org" };
using var http = new HttpClient();
var push = new PushServiceClient(http) { DefaultAuthentication = vapid, DefaultAuthenticationScheme = VapidAuthenticationScheme.Vapid };
var sending = push.RequestPushMessageDeliveryAsync(new PushSubscription
{
    Endpoint = $"http://127.0.0.1:{port}/phone",
    Keys = new Dictionary<string, string> { ["p256dh"] = Point(browser), ["auth"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)) },
}, new PushMessage("smoke"));
var heard = await service.GetContextAsync();
heard.Response.StatusCode = 201;
heard.Response.Close();
await sending;
var token = heard.Request.Headers["Authorization"]!.Split("t=")[1].Split(',')[0].Split('.')[1];
var audience = JsonDocument.Parse(Base64Url.DecodeFromChars(token)).RootElement.GetProperty("aud").GetString();
Console.WriteLine($"aud is {audience}");
return audience == "http://127.0.0.1" ? 0 : 1;

static string Point(ECDsa key) => Base64Url.EncodeToString((byte[])[4, .. key.ExportParameters(false).Q.X!, .. key.ExportParameters(false).Q.Y!]);
X
dotnet run --verbosity quiet || { echo "This has changed."; exit 1; }
