"""[MS-SCMR] 6, revision 35.0: the interface svcctl.

Written by `plugfest simulate MS-SCMR --emit`; changes belong into what writes it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from plugfest.wire import OpenEnum
from plugfest.wire.ndr import (
    Byte,
    Char,
    Conformant,
    ContextHandle,
    CString,
    Discriminant,
    Enum32,
    ErrorStatus,
    Fixed,
    Guid,
    Interface,
    Long,
    NdrStructure,
    Range,
    Request,
    Response,
    String,
    UHyper,
    ULong,
    Union,
    Unique,
    UShort,
    WChar,
    WString,
)


class SERVICE_STATUS(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.47."""

    dwServiceType: Annotated[int, ULong] = 0
    dwCurrentState: Annotated[int, ULong] = 0
    dwControlsAccepted: Annotated[int, ULong] = 0
    dwWin32ExitCode: Annotated[int, ULong] = 0
    dwServiceSpecificExitCode: Annotated[int, ULong] = 0
    dwCheckPoint: Annotated[int, ULong] = 0
    dwWaitHint: Annotated[int, ULong] = 0


class QUERY_SERVICE_CONFIGW(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.15."""

    dwServiceType: Annotated[int, ULong] = 0
    dwStartType: Annotated[int, ULong] = 0
    dwErrorControl: Annotated[int, ULong] = 0
    lpBinaryPathName: Annotated[str | None, Unique(WString)] = None
    lpLoadOrderGroup: Annotated[str | None, Unique(WString)] = None
    dwTagId: Annotated[int, ULong] = 0
    lpDependencies: Annotated[str | None, Unique(WString)] = None
    lpServiceStartName: Annotated[str | None, Unique(WString)] = None
    lpDisplayName: Annotated[str | None, Unique(WString)] = None


class QUERY_SERVICE_LOCK_STATUSW(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.17."""

    fIsLocked: Annotated[int, ULong] = 0
    lpLockOwner: Annotated[str | None, Unique(WString)] = None
    dwLockDuration: Annotated[int, ULong] = 0


class STRING_PTRSW(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.51."""

    StringPtr: Annotated[str | None, Unique(WString)] = None


class QUERY_SERVICE_CONFIGA(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.14."""

    dwServiceType: Annotated[int, ULong] = 0
    dwStartType: Annotated[int, ULong] = 0
    dwErrorControl: Annotated[int, ULong] = 0
    lpBinaryPathName: Annotated[bytes | None, Unique(CString)] = None
    lpLoadOrderGroup: Annotated[bytes | None, Unique(CString)] = None
    dwTagId: Annotated[int, ULong] = 0
    lpDependencies: Annotated[bytes | None, Unique(CString)] = None
    lpServiceStartName: Annotated[bytes | None, Unique(CString)] = None
    lpDisplayName: Annotated[bytes | None, Unique(CString)] = None


class QUERY_SERVICE_LOCK_STATUSA(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.16."""

    fIsLocked: Annotated[int, ULong] = 0
    lpLockOwner: Annotated[bytes | None, Unique(CString)] = None
    dwLockDuration: Annotated[int, ULong] = 0


class STRING_PTRSA(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.50."""

    StringPtr: Annotated[bytes | None, Unique(CString)] = None


class SERVICE_DESCRIPTIONA(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.34."""

    lpDescription: Annotated[bytes | None, Unique(CString)] = None


class SC_ACTION_TYPE(OpenEnum):
    """[MS-SCMR] 2.2.18."""

    SC_ACTION_NONE = 0
    SC_ACTION_RESTART = 1
    SC_ACTION_REBOOT = 2
    SC_ACTION_RUN_COMMAND = 3


class SC_ACTION(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.19."""

    Type: Annotated[SC_ACTION_TYPE, Enum32] = SC_ACTION_TYPE.SC_ACTION_NONE
    Delay: Annotated[int, ULong] = 0


class SERVICE_FAILURE_ACTIONSA(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.39."""

    dwResetPeriod: Annotated[int, ULong] = 0
    lpRebootMsg: Annotated[bytes | None, Unique(CString)] = None
    lpCommand: Annotated[bytes | None, Unique(CString)] = None
    cActions: Annotated[int | None, Range(ULong, 0, 1024)] = None
    lpsaActions: Annotated[tuple[SC_ACTION, ...] | None, Unique(Conformant(SC_ACTION, "cActions"))] = None


class SERVICE_DELAYED_AUTO_START_INFO(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.33."""

    fDelayedAutostart: Annotated[int, Long] = 0


class SERVICE_FAILURE_ACTIONS_FLAG(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.41."""

    fFailureActionsOnNonCrashFailures: Annotated[int, Long] = 0


class SERVICE_SID_INFO(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.46."""

    dwServiceSidType: Annotated[int, ULong] = 0


class SERVICE_RPC_REQUIRED_PRIVILEGES_INFO(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.48."""

    cbRequiredPrivileges: Annotated[int | None, Range(ULong, 0, 4096)] = None
    pRequiredPrivileges: Annotated[bytes | None, Unique(Conformant(Byte, "cbRequiredPrivileges"))] = None


class SERVICE_PRESHUTDOWN_INFO(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.45."""

    dwPreshutdownTimeout: Annotated[int, ULong] = 0


class SERVICE_TRIGGER_SPECIFIC_DATA_ITEM(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.52."""

    dwDataType: Annotated[int, ULong] = 0
    cbData: Annotated[int | None, Range(ULong, 0, 1024)] = None
    pData: Annotated[bytes | None, Unique(Conformant(Byte, "cbData"))] = None


class SERVICE_TRIGGER(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.53."""

    dwTriggerType: Annotated[int, ULong] = 0
    dwAction: Annotated[int, ULong] = 0
    pTriggerSubtype: Annotated[UUID | None, Unique(Guid)] = None
    cDataItems: Annotated[int | None, Range(ULong, 0, 64)] = None
    pDataItems: Annotated[
        tuple[SERVICE_TRIGGER_SPECIFIC_DATA_ITEM, ...] | None,
        Unique(Conformant(SERVICE_TRIGGER_SPECIFIC_DATA_ITEM, "cDataItems")),
    ] = None


class SERVICE_TRIGGER_INFO(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.54."""

    cTriggers: Annotated[int | None, Range(ULong, 0, 64)] = None
    pTriggers: Annotated[tuple[SERVICE_TRIGGER, ...] | None, Unique(Conformant(SERVICE_TRIGGER, "cTriggers"))] = None
    pReserved: Annotated[int | None, Unique(Byte)] = None


class SERVICE_PREFERRED_NODE_INFO(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.55."""

    usPreferredNode: Annotated[int, UShort] = 0
    fDelete: Annotated[int, Byte] = 0


SC_RPC_CONFIG_INFOA_1_ARM = (
    SERVICE_DESCRIPTIONA
    | SERVICE_FAILURE_ACTIONSA
    | SERVICE_DELAYED_AUTO_START_INFO
    | SERVICE_FAILURE_ACTIONS_FLAG
    | SERVICE_SID_INFO
    | SERVICE_RPC_REQUIRED_PRIVILEGES_INFO
    | SERVICE_PRESHUTDOWN_INFO
    | SERVICE_TRIGGER_INFO
    | SERVICE_PREFERRED_NODE_INFO
)

SC_RPC_CONFIG_INFOA_1 = Union(
    {
        1: Unique(SERVICE_DESCRIPTIONA),
        2: Unique(SERVICE_FAILURE_ACTIONSA),
        3: Unique(SERVICE_DELAYED_AUTO_START_INFO),
        4: Unique(SERVICE_FAILURE_ACTIONS_FLAG),
        5: Unique(SERVICE_SID_INFO),
        6: Unique(SERVICE_RPC_REQUIRED_PRIVILEGES_INFO),
        7: Unique(SERVICE_PRESHUTDOWN_INFO),
        8: Unique(SERVICE_TRIGGER_INFO),
        9: Unique(SERVICE_PREFERRED_NODE_INFO),
    },
    ms_union=True,
)
"""[MS-SCMR], its IDL only."""


class SC_RPC_CONFIG_INFOA(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.21."""

    dwInfoLevel: Annotated[int | None, ULong] = None
    unnamed_1: Annotated[SC_RPC_CONFIG_INFOA_1_ARM | None, SC_RPC_CONFIG_INFOA_1.on("dwInfoLevel")] = None


class SERVICE_DESCRIPTIONW(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.35."""

    lpDescription: Annotated[str | None, Unique(WString)] = None


class SERVICE_FAILURE_ACTIONSW(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.40."""

    dwResetPeriod: Annotated[int, ULong] = 0
    lpRebootMsg: Annotated[str | None, Unique(WString)] = None
    lpCommand: Annotated[str | None, Unique(WString)] = None
    cActions: Annotated[int | None, Range(ULong, 0, 1024)] = None
    lpsaActions: Annotated[tuple[SC_ACTION, ...] | None, Unique(Conformant(SC_ACTION, "cActions"))] = None


SC_RPC_CONFIG_INFOW_1_ARM = (
    SERVICE_DESCRIPTIONW
    | SERVICE_FAILURE_ACTIONSW
    | SERVICE_DELAYED_AUTO_START_INFO
    | SERVICE_FAILURE_ACTIONS_FLAG
    | SERVICE_SID_INFO
    | SERVICE_RPC_REQUIRED_PRIVILEGES_INFO
    | SERVICE_PRESHUTDOWN_INFO
    | SERVICE_TRIGGER_INFO
    | SERVICE_PREFERRED_NODE_INFO
)

SC_RPC_CONFIG_INFOW_1 = Union(
    {
        1: Unique(SERVICE_DESCRIPTIONW),
        2: Unique(SERVICE_FAILURE_ACTIONSW),
        3: Unique(SERVICE_DELAYED_AUTO_START_INFO),
        4: Unique(SERVICE_FAILURE_ACTIONS_FLAG),
        5: Unique(SERVICE_SID_INFO),
        6: Unique(SERVICE_RPC_REQUIRED_PRIVILEGES_INFO),
        7: Unique(SERVICE_PRESHUTDOWN_INFO),
        8: Unique(SERVICE_TRIGGER_INFO),
        9: Unique(SERVICE_PREFERRED_NODE_INFO),
    },
    ms_union=True,
)
"""[MS-SCMR], its IDL only."""


class SC_RPC_CONFIG_INFOW(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.22."""

    dwInfoLevel: Annotated[int | None, ULong] = None
    unnamed_1: Annotated[SC_RPC_CONFIG_INFOW_1_ARM | None, SC_RPC_CONFIG_INFOW_1.on("dwInfoLevel")] = None


class SC_STATUS_TYPE(OpenEnum):
    """[MS-SCMR] 2.2.29."""

    SC_STATUS_PROCESS_INFO = 0


class SC_ENUM_TYPE(OpenEnum):
    """[MS-SCMR] 2.2.20."""

    SC_ENUM_PROCESS_INFO = 0


class SERVICE_STATUS_PROCESS(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.49."""

    dwServiceType: Annotated[int, ULong] = 0
    dwCurrentState: Annotated[int, ULong] = 0
    dwControlsAccepted: Annotated[int, ULong] = 0
    dwWin32ExitCode: Annotated[int, ULong] = 0
    dwServiceSpecificExitCode: Annotated[int, ULong] = 0
    dwCheckPoint: Annotated[int, ULong] = 0
    dwWaitHint: Annotated[int, ULong] = 0
    dwProcessId: Annotated[int, ULong] = 0
    dwServiceFlags: Annotated[int, ULong] = 0


class SERVICE_NOTIFY_STATUS_CHANGE_PARAMS_1(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.43."""

    ullThreadId: Annotated[int, UHyper] = 0
    dwNotifyMask: Annotated[int, ULong] = 0
    CallbackAddressArray: Annotated[bytes, Fixed(Byte, 16)] = bytes(16)
    CallbackParamAddressArray: Annotated[bytes, Fixed(Byte, 16)] = bytes(16)
    ServiceStatus: SERVICE_STATUS_PROCESS = SERVICE_STATUS_PROCESS()
    dwNotificationStatus: Annotated[int, ULong] = 0
    dwSequence: Annotated[int, ULong] = 0


class SERVICE_NOTIFY_STATUS_CHANGE_PARAMS_2(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.44."""

    ullThreadId: Annotated[int, UHyper] = 0
    dwNotifyMask: Annotated[int, ULong] = 0
    CallbackAddressArray: Annotated[bytes, Fixed(Byte, 16)] = bytes(16)
    CallbackParamAddressArray: Annotated[bytes, Fixed(Byte, 16)] = bytes(16)
    ServiceStatus: SERVICE_STATUS_PROCESS = SERVICE_STATUS_PROCESS()
    dwNotificationStatus: Annotated[int, ULong] = 0
    dwSequence: Annotated[int, ULong] = 0
    dwNotificationTriggered: Annotated[int, ULong] = 0
    pszServiceNames: Annotated[str | None, Unique(WString)] = None


SC_RPC_NOTIFY_PARAMS_1_ARM = SERVICE_NOTIFY_STATUS_CHANGE_PARAMS_1 | SERVICE_NOTIFY_STATUS_CHANGE_PARAMS_2

SC_RPC_NOTIFY_PARAMS_1 = Union(
    {
        1: Unique(SERVICE_NOTIFY_STATUS_CHANGE_PARAMS_1),
        2: Unique(SERVICE_NOTIFY_STATUS_CHANGE_PARAMS_2),
    },
    ms_union=True,
)
"""[MS-SCMR], its IDL only."""


class SC_RPC_NOTIFY_PARAMS(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.23."""

    dwInfoLevel: Annotated[int | None, ULong] = None
    unnamed_1: Annotated[SC_RPC_NOTIFY_PARAMS_1_ARM | None, SC_RPC_NOTIFY_PARAMS_1.on("dwInfoLevel")] = None


class SC_RPC_NOTIFY_PARAMS_LIST(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.24."""

    cElements: Annotated[int | None, Range(ULong, 0, 4096)] = None
    NotifyParamsArray: Annotated[tuple[SC_RPC_NOTIFY_PARAMS, ...], Conformant(SC_RPC_NOTIFY_PARAMS, "cElements")] = ()


class SERVICE_CONTROL_STATUS_REASON_IN_PARAMSA(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.30."""

    dwReason: Annotated[int, ULong] = 0
    pszComment: Annotated[bytes | None, Unique(CString)] = None


SC_RPC_SERVICE_CONTROL_IN_PARAMSA_ARM = SERVICE_CONTROL_STATUS_REASON_IN_PARAMSA

SC_RPC_SERVICE_CONTROL_IN_PARAMSA = Union(
    {
        1: Unique(SERVICE_CONTROL_STATUS_REASON_IN_PARAMSA),
    },
    ms_union=True,
)
"""[MS-SCMR] 2.2.25."""


class SERVICE_CONTROL_STATUS_REASON_OUT_PARAMS(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.32."""

    ServiceStatus: SERVICE_STATUS_PROCESS = SERVICE_STATUS_PROCESS()


SC_RPC_SERVICE_CONTROL_OUT_PARAMSA_ARM = SERVICE_CONTROL_STATUS_REASON_OUT_PARAMS

SC_RPC_SERVICE_CONTROL_OUT_PARAMSA = Union(
    {
        1: Unique(SERVICE_CONTROL_STATUS_REASON_OUT_PARAMS),
    },
    ms_union=True,
)
"""[MS-SCMR] 2.2.27."""


class SERVICE_CONTROL_STATUS_REASON_IN_PARAMSW(NdrStructure, frozen=True):
    """[MS-SCMR] 2.2.31."""

    dwReason: Annotated[int, ULong] = 0
    pszComment: Annotated[str | None, Unique(WString)] = None


SC_RPC_SERVICE_CONTROL_IN_PARAMSW_ARM = SERVICE_CONTROL_STATUS_REASON_IN_PARAMSW

SC_RPC_SERVICE_CONTROL_IN_PARAMSW = Union(
    {
        1: Unique(SERVICE_CONTROL_STATUS_REASON_IN_PARAMSW),
    },
    ms_union=True,
)
"""[MS-SCMR] 2.2.26."""


SC_RPC_SERVICE_CONTROL_OUT_PARAMSW_ARM = SERVICE_CONTROL_STATUS_REASON_OUT_PARAMS

SC_RPC_SERVICE_CONTROL_OUT_PARAMSW = Union(
    {
        1: Unique(SERVICE_CONTROL_STATUS_REASON_OUT_PARAMS),
    },
    ms_union=True,
)
"""[MS-SCMR] 2.2.28."""


# --- methods ----------------------------------------------------------------------------------------------------------


class RCloseServiceHandleResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.1."""

    hSCObject: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class RCloseServiceHandle(Request[RCloseServiceHandleResponse], frozen=True):
    """[MS-SCMR] 3.1.4.1."""

    opnum: ClassVar[int] = 0

    hSCObject: Annotated[bytes, ContextHandle] = bytes(20)


class RControlServiceResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.2."""

    lpServiceStatus: SERVICE_STATUS = SERVICE_STATUS()
    ReturnValue: Annotated[int, ULong] = 0


class RControlService(Request[RControlServiceResponse], frozen=True):
    """[MS-SCMR] 3.1.4.2."""

    opnum: ClassVar[int] = 1

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    dwControl: Annotated[int, ULong] = 0


class RDeleteServiceResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.3."""

    ReturnValue: Annotated[int, ULong] = 0


class RDeleteService(Request[RDeleteServiceResponse], frozen=True):
    """[MS-SCMR] 3.1.4.3."""

    opnum: ClassVar[int] = 2

    hService: Annotated[bytes, ContextHandle] = bytes(20)


class RLockServiceDatabaseResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.4."""

    lpLock: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class RLockServiceDatabase(Request[RLockServiceDatabaseResponse], frozen=True):
    """[MS-SCMR] 3.1.4.4."""

    opnum: ClassVar[int] = 3

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)


class RQueryServiceObjectSecurityResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.5."""

    lpSecurityDescriptor: Annotated[bytes, Conformant(Byte, "cbBufSize")] = b""
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 262144)] = 0
    ReturnValue: Annotated[int, ULong] = 0


class RQueryServiceObjectSecurity(Request[RQueryServiceObjectSecurityResponse], frozen=True):
    """[MS-SCMR] 3.1.4.5."""

    opnum: ClassVar[int] = 4

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    dwSecurityInformation: Annotated[int, ULong] = 0
    cbBufSize: Annotated[int, Range(ULong, 0, 262144)] = 0


class RSetServiceObjectSecurityResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.6."""

    ReturnValue: Annotated[int, ULong] = 0


class RSetServiceObjectSecurity(Request[RSetServiceObjectSecurityResponse], frozen=True):
    """[MS-SCMR] 3.1.4.6."""

    opnum: ClassVar[int] = 5

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    dwSecurityInformation: Annotated[int, ULong] = 0
    lpSecurityDescriptor: Annotated[bytes, Conformant(Byte, "cbBufSize")] = b""
    cbBufSize: Annotated[int | None, ULong] = None


class RQueryServiceStatusResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.7."""

    lpServiceStatus: SERVICE_STATUS = SERVICE_STATUS()
    ReturnValue: Annotated[int, ULong] = 0


class RQueryServiceStatus(Request[RQueryServiceStatusResponse], frozen=True):
    """[MS-SCMR] 3.1.4.7."""

    opnum: ClassVar[int] = 6

    hService: Annotated[bytes, ContextHandle] = bytes(20)


class RSetServiceStatusResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.8."""

    ReturnValue: Annotated[int, ULong] = 0


class RSetServiceStatus(Request[RSetServiceStatusResponse], frozen=True):
    """[MS-SCMR] 3.1.4.8."""

    opnum: ClassVar[int] = 7

    hServiceStatus: Annotated[bytes, ContextHandle] = bytes(20)
    lpServiceStatus: SERVICE_STATUS = SERVICE_STATUS()


class RUnlockServiceDatabaseResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.9."""

    Lock: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class RUnlockServiceDatabase(Request[RUnlockServiceDatabaseResponse], frozen=True):
    """[MS-SCMR] 3.1.4.9."""

    opnum: ClassVar[int] = 8

    Lock: Annotated[bytes, ContextHandle] = bytes(20)


class RNotifyBootConfigStatusResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.10."""

    ReturnValue: Annotated[int, ULong] = 0


class RNotifyBootConfigStatus(Request[RNotifyBootConfigStatusResponse], frozen=True):
    """[MS-SCMR] 3.1.4.10."""

    opnum: ClassVar[int] = 9

    lpMachineName: Annotated[str | None, Unique(WString)] = None
    BootAcceptable: Annotated[int, ULong] = 0


class RChangeServiceConfigWResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.11."""

    lpdwTagId: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class RChangeServiceConfigW(Request[RChangeServiceConfigWResponse], frozen=True):
    """[MS-SCMR] 3.1.4.11."""

    opnum: ClassVar[int] = 11

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    dwServiceType: Annotated[int, ULong] = 0
    dwStartType: Annotated[int, ULong] = 0
    dwErrorControl: Annotated[int, ULong] = 0
    lpBinaryPathName: Annotated[str | None, Unique(WString)] = None
    lpLoadOrderGroup: Annotated[str | None, Unique(WString)] = None
    lpdwTagId: Annotated[int | None, Unique(ULong)] = None
    lpDependencies: Annotated[bytes | None, Unique(Conformant(Byte, "dwDependSize"))] = None
    dwDependSize: Annotated[int | None, Range(ULong, 0, 4096)] = None
    lpServiceStartName: Annotated[str | None, Unique(WString)] = None
    lpPassword: Annotated[bytes | None, Unique(Conformant(Byte, "dwPwSize"))] = None
    dwPwSize: Annotated[int | None, Range(ULong, 0, 514)] = None
    lpDisplayName: Annotated[str | None, Unique(WString)] = None


class RCreateServiceWResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.12."""

    lpdwTagId: Annotated[int | None, Unique(ULong)] = None
    lpServiceHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class RCreateServiceW(Request[RCreateServiceWResponse], frozen=True):
    """[MS-SCMR] 3.1.4.12."""

    opnum: ClassVar[int] = 12

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    lpServiceName: Annotated[str, WString] = ""
    lpDisplayName: Annotated[str | None, Unique(WString)] = None
    dwDesiredAccess: Annotated[int, ULong] = 0
    dwServiceType: Annotated[int, ULong] = 0
    dwStartType: Annotated[int, ULong] = 0
    dwErrorControl: Annotated[int, ULong] = 0
    lpBinaryPathName: Annotated[str, WString] = ""
    lpLoadOrderGroup: Annotated[str | None, Unique(WString)] = None
    lpdwTagId: Annotated[int | None, Unique(ULong)] = None
    lpDependencies: Annotated[bytes | None, Unique(Conformant(Byte, "dwDependSize"))] = None
    dwDependSize: Annotated[int | None, Range(ULong, 0, 4096)] = None
    lpServiceStartName: Annotated[str | None, Unique(WString)] = None
    lpPassword: Annotated[bytes | None, Unique(Conformant(Byte, "dwPwSize"))] = None
    dwPwSize: Annotated[int | None, Range(ULong, 0, 514)] = None


class REnumDependentServicesWResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.13."""

    lpServices: Annotated[bytes, Conformant(Byte, "cbBufSize")] = b""
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpServicesReturned: Annotated[int, Range(ULong, 0, 262144)] = 0
    ReturnValue: Annotated[int, ULong] = 0


class REnumDependentServicesW(Request[REnumDependentServicesWResponse], frozen=True):
    """[MS-SCMR] 3.1.4.13."""

    opnum: ClassVar[int] = 13

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    dwServiceState: Annotated[int, ULong] = 0
    cbBufSize: Annotated[int, Range(ULong, 0, 262144)] = 0


class REnumServicesStatusWResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.14."""

    lpBuffer: Annotated[bytes, Conformant(Byte, "cbBufSize")] = b""
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpServicesReturned: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpResumeIndex: Annotated[int | None, Unique(Range(ULong, 0, 262144))] = None
    ReturnValue: Annotated[int, ULong] = 0


class REnumServicesStatusW(Request[REnumServicesStatusWResponse], frozen=True):
    """[MS-SCMR] 3.1.4.14."""

    opnum: ClassVar[int] = 14

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    dwServiceType: Annotated[int, ULong] = 0
    dwServiceState: Annotated[int, ULong] = 0
    cbBufSize: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpResumeIndex: Annotated[int | None, Unique(Range(ULong, 0, 262144))] = None


class ROpenSCManagerWResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.15."""

    lpScHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class ROpenSCManagerW(Request[ROpenSCManagerWResponse], frozen=True):
    """[MS-SCMR] 3.1.4.15."""

    opnum: ClassVar[int] = 15

    lpMachineName: Annotated[str | None, Unique(WString)] = None
    lpDatabaseName: Annotated[str | None, Unique(WString)] = None
    dwDesiredAccess: Annotated[int, ULong] = 0


class ROpenServiceWResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.16."""

    lpServiceHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class ROpenServiceW(Request[ROpenServiceWResponse], frozen=True):
    """[MS-SCMR] 3.1.4.16."""

    opnum: ClassVar[int] = 16

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    lpServiceName: Annotated[str, WString] = ""
    dwDesiredAccess: Annotated[int, ULong] = 0


class RQueryServiceConfigWResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.17."""

    lpServiceConfig: QUERY_SERVICE_CONFIGW = QUERY_SERVICE_CONFIGW()
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 8192)] = 0
    ReturnValue: Annotated[int, ULong] = 0


class RQueryServiceConfigW(Request[RQueryServiceConfigWResponse], frozen=True):
    """[MS-SCMR] 3.1.4.17."""

    opnum: ClassVar[int] = 17

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    cbBufSize: Annotated[int, Range(ULong, 0, 8192)] = 0


class RQueryServiceLockStatusWResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.18."""

    lpLockStatus: QUERY_SERVICE_LOCK_STATUSW = QUERY_SERVICE_LOCK_STATUSW()
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 4096)] = 0
    ReturnValue: Annotated[int, ULong] = 0


class RQueryServiceLockStatusW(Request[RQueryServiceLockStatusWResponse], frozen=True):
    """[MS-SCMR] 3.1.4.18."""

    opnum: ClassVar[int] = 18

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    cbBufSize: Annotated[int, Range(ULong, 0, 4096)] = 0


class RStartServiceWResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.19."""

    ReturnValue: Annotated[int, ULong] = 0


class RStartServiceW(Request[RStartServiceWResponse], frozen=True):
    """[MS-SCMR] 3.1.4.19."""

    opnum: ClassVar[int] = 19

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    argc: Annotated[int | None, Range(ULong, 0, 1024)] = None
    argv: Annotated[tuple[STRING_PTRSW, ...] | None, Unique(Conformant(STRING_PTRSW, "argc"))] = None


class RGetServiceDisplayNameWResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.20."""

    lpDisplayName: Annotated[str, String(WChar, "lpcchBuffer + 1")] = ""
    lpcchBuffer: Annotated[int | None, ULong] = None
    ReturnValue: Annotated[int, ULong] = 0


class RGetServiceDisplayNameW(Request[RGetServiceDisplayNameWResponse], frozen=True):
    """[MS-SCMR] 3.1.4.20."""

    opnum: ClassVar[int] = 20

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    lpServiceName: Annotated[str, WString] = ""
    lpcchBuffer: Annotated[int, ULong] = 0


class RGetServiceKeyNameWResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.21."""

    lpServiceName: Annotated[str, String(WChar, "lpcchBuffer + 1")] = ""
    lpcchBuffer: Annotated[int | None, ULong] = None
    ReturnValue: Annotated[int, ULong] = 0


class RGetServiceKeyNameW(Request[RGetServiceKeyNameWResponse], frozen=True):
    """[MS-SCMR] 3.1.4.21."""

    opnum: ClassVar[int] = 21

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    lpDisplayName: Annotated[str, WString] = ""
    lpcchBuffer: Annotated[int, ULong] = 0


class RChangeServiceConfigAResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.22."""

    lpdwTagId: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class RChangeServiceConfigA(Request[RChangeServiceConfigAResponse], frozen=True):
    """[MS-SCMR] 3.1.4.22."""

    opnum: ClassVar[int] = 23

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    dwServiceType: Annotated[int, ULong] = 0
    dwStartType: Annotated[int, ULong] = 0
    dwErrorControl: Annotated[int, ULong] = 0
    lpBinaryPathName: Annotated[bytes | None, Unique(CString)] = None
    lpLoadOrderGroup: Annotated[bytes | None, Unique(CString)] = None
    lpdwTagId: Annotated[int | None, Unique(ULong)] = None
    lpDependencies: Annotated[bytes | None, Unique(Conformant(Byte, "dwDependSize"))] = None
    dwDependSize: Annotated[int | None, Range(ULong, 0, 4096)] = None
    lpServiceStartName: Annotated[bytes | None, Unique(CString)] = None
    lpPassword: Annotated[bytes | None, Unique(Conformant(Byte, "dwPwSize"))] = None
    dwPwSize: Annotated[int | None, Range(ULong, 0, 514)] = None
    lpDisplayName: Annotated[bytes | None, Unique(CString)] = None


class RCreateServiceAResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.23."""

    lpdwTagId: Annotated[int | None, Unique(ULong)] = None
    lpServiceHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class RCreateServiceA(Request[RCreateServiceAResponse], frozen=True):
    """[MS-SCMR] 3.1.4.23."""

    opnum: ClassVar[int] = 24

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    lpServiceName: Annotated[bytes, CString] = b""
    lpDisplayName: Annotated[bytes | None, Unique(CString)] = None
    dwDesiredAccess: Annotated[int, ULong] = 0
    dwServiceType: Annotated[int, ULong] = 0
    dwStartType: Annotated[int, ULong] = 0
    dwErrorControl: Annotated[int, ULong] = 0
    lpBinaryPathName: Annotated[bytes, CString] = b""
    lpLoadOrderGroup: Annotated[bytes | None, Unique(CString)] = None
    lpdwTagId: Annotated[int | None, Unique(ULong)] = None
    lpDependencies: Annotated[bytes | None, Unique(Conformant(Byte, "dwDependSize"))] = None
    dwDependSize: Annotated[int | None, Range(ULong, 0, 4096)] = None
    lpServiceStartName: Annotated[bytes | None, Unique(CString)] = None
    lpPassword: Annotated[bytes | None, Unique(Conformant(Byte, "dwPwSize"))] = None
    dwPwSize: Annotated[int | None, Range(ULong, 0, 514)] = None


class REnumDependentServicesAResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.24."""

    lpServices: Annotated[bytes, Conformant(Byte, "cbBufSize")] = b""
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpServicesReturned: Annotated[int, Range(ULong, 0, 262144)] = 0
    ReturnValue: Annotated[int, ULong] = 0


class REnumDependentServicesA(Request[REnumDependentServicesAResponse], frozen=True):
    """[MS-SCMR] 3.1.4.24."""

    opnum: ClassVar[int] = 25

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    dwServiceState: Annotated[int, ULong] = 0
    cbBufSize: Annotated[int, Range(ULong, 0, 262144)] = 0


class REnumServicesStatusAResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.25."""

    lpBuffer: Annotated[bytes, Conformant(Byte, "cbBufSize")] = b""
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpServicesReturned: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpResumeIndex: Annotated[int | None, Unique(Range(ULong, 0, 262144))] = None
    ReturnValue: Annotated[int, ULong] = 0


class REnumServicesStatusA(Request[REnumServicesStatusAResponse], frozen=True):
    """[MS-SCMR] 3.1.4.25."""

    opnum: ClassVar[int] = 26

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    dwServiceType: Annotated[int, ULong] = 0
    dwServiceState: Annotated[int, ULong] = 0
    cbBufSize: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpResumeIndex: Annotated[int | None, Unique(Range(ULong, 0, 262144))] = None


class ROpenSCManagerAResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.26."""

    lpScHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class ROpenSCManagerA(Request[ROpenSCManagerAResponse], frozen=True):
    """[MS-SCMR] 3.1.4.26."""

    opnum: ClassVar[int] = 27

    lpMachineName: Annotated[bytes | None, Unique(CString)] = None
    lpDatabaseName: Annotated[bytes | None, Unique(CString)] = None
    dwDesiredAccess: Annotated[int, ULong] = 0


class ROpenServiceAResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.27."""

    lpServiceHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class ROpenServiceA(Request[ROpenServiceAResponse], frozen=True):
    """[MS-SCMR] 3.1.4.27."""

    opnum: ClassVar[int] = 28

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    lpServiceName: Annotated[bytes, CString] = b""
    dwDesiredAccess: Annotated[int, ULong] = 0


class RQueryServiceConfigAResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.28."""

    lpServiceConfig: QUERY_SERVICE_CONFIGA = QUERY_SERVICE_CONFIGA()
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 8192)] = 0
    ReturnValue: Annotated[int, ULong] = 0


class RQueryServiceConfigA(Request[RQueryServiceConfigAResponse], frozen=True):
    """[MS-SCMR] 3.1.4.28."""

    opnum: ClassVar[int] = 29

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    cbBufSize: Annotated[int, Range(ULong, 0, 8192)] = 0


class RQueryServiceLockStatusAResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.29."""

    lpLockStatus: QUERY_SERVICE_LOCK_STATUSA = QUERY_SERVICE_LOCK_STATUSA()
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 4096)] = 0
    ReturnValue: Annotated[int, ULong] = 0


class RQueryServiceLockStatusA(Request[RQueryServiceLockStatusAResponse], frozen=True):
    """[MS-SCMR] 3.1.4.29."""

    opnum: ClassVar[int] = 30

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    cbBufSize: Annotated[int, Range(ULong, 0, 4096)] = 0


class RStartServiceAResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.30."""

    ReturnValue: Annotated[int, ULong] = 0


class RStartServiceA(Request[RStartServiceAResponse], frozen=True):
    """[MS-SCMR] 3.1.4.30."""

    opnum: ClassVar[int] = 31

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    argc: Annotated[int | None, Range(ULong, 0, 1024)] = None
    argv: Annotated[tuple[STRING_PTRSA, ...] | None, Unique(Conformant(STRING_PTRSA, "argc"))] = None


class RGetServiceDisplayNameAResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.31."""

    lpDisplayName: Annotated[bytes, String(Char, "lpcchBuffer")] = b""
    lpcchBuffer: Annotated[int | None, Range(ULong, 0, 4096)] = None
    ReturnValue: Annotated[int, ULong] = 0


class RGetServiceDisplayNameA(Request[RGetServiceDisplayNameAResponse], frozen=True):
    """[MS-SCMR] 3.1.4.31."""

    opnum: ClassVar[int] = 32

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    lpServiceName: Annotated[bytes, CString] = b""
    lpcchBuffer: Annotated[int, Range(ULong, 0, 4096)] = 0


class RGetServiceKeyNameAResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.32."""

    lpKeyName: Annotated[bytes, String(Char, "lpcchBuffer")] = b""
    lpcchBuffer: Annotated[int | None, Range(ULong, 0, 4096)] = None
    ReturnValue: Annotated[int, ULong] = 0


class RGetServiceKeyNameA(Request[RGetServiceKeyNameAResponse], frozen=True):
    """[MS-SCMR] 3.1.4.32."""

    opnum: ClassVar[int] = 33

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    lpDisplayName: Annotated[bytes, CString] = b""
    lpcchBuffer: Annotated[int, Range(ULong, 0, 4096)] = 0


class REnumServiceGroupWResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.33."""

    lpBuffer: Annotated[bytes, Conformant(Byte, "cbBufSize")] = b""
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpServicesReturned: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpResumeIndex: Annotated[int | None, Unique(Range(ULong, 0, 262144))] = None
    ReturnValue: Annotated[int, ULong] = 0


class REnumServiceGroupW(Request[REnumServiceGroupWResponse], frozen=True):
    """[MS-SCMR] 3.1.4.33."""

    opnum: ClassVar[int] = 35

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    dwServiceType: Annotated[int, ULong] = 0
    dwServiceState: Annotated[int, ULong] = 0
    cbBufSize: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpResumeIndex: Annotated[int | None, Unique(Range(ULong, 0, 262144))] = None
    pszGroupName: Annotated[str | None, Unique(WString)] = None


class RChangeServiceConfig2AResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.34."""

    ReturnValue: Annotated[int, ULong] = 0


class RChangeServiceConfig2A(Request[RChangeServiceConfig2AResponse], frozen=True):
    """[MS-SCMR] 3.1.4.34."""

    opnum: ClassVar[int] = 36

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    Info: SC_RPC_CONFIG_INFOA = SC_RPC_CONFIG_INFOA()


class RChangeServiceConfig2WResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.35."""

    ReturnValue: Annotated[int, ULong] = 0


class RChangeServiceConfig2W(Request[RChangeServiceConfig2WResponse], frozen=True):
    """[MS-SCMR] 3.1.4.35."""

    opnum: ClassVar[int] = 37

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    Info: SC_RPC_CONFIG_INFOW = SC_RPC_CONFIG_INFOW()


class RQueryServiceConfig2AResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.36."""

    lpBuffer: Annotated[bytes, Conformant(Byte, "cbBufSize")] = b""
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 8192)] = 0
    ReturnValue: Annotated[int, ULong] = 0


class RQueryServiceConfig2A(Request[RQueryServiceConfig2AResponse], frozen=True):
    """[MS-SCMR] 3.1.4.36."""

    opnum: ClassVar[int] = 38

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    dwInfoLevel: Annotated[int, ULong] = 0
    cbBufSize: Annotated[int, Range(ULong, 0, 8192)] = 0


class RQueryServiceConfig2WResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.37."""

    lpBuffer: Annotated[bytes, Conformant(Byte, "cbBufSize")] = b""
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 8192)] = 0
    ReturnValue: Annotated[int, ULong] = 0


class RQueryServiceConfig2W(Request[RQueryServiceConfig2WResponse], frozen=True):
    """[MS-SCMR] 3.1.4.37."""

    opnum: ClassVar[int] = 39

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    dwInfoLevel: Annotated[int, ULong] = 0
    cbBufSize: Annotated[int, Range(ULong, 0, 8192)] = 0


class RQueryServiceStatusExResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.38."""

    lpBuffer: Annotated[bytes, Conformant(Byte, "cbBufSize")] = b""
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 8192)] = 0
    ReturnValue: Annotated[int, ULong] = 0


class RQueryServiceStatusEx(Request[RQueryServiceStatusExResponse], frozen=True):
    """[MS-SCMR] 3.1.4.38."""

    opnum: ClassVar[int] = 40

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    InfoLevel: Annotated[SC_STATUS_TYPE, Enum32] = SC_STATUS_TYPE.SC_STATUS_PROCESS_INFO
    cbBufSize: Annotated[int, Range(ULong, 0, 8192)] = 0


class REnumServicesStatusExAResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.39."""

    lpBuffer: Annotated[bytes, Conformant(Byte, "cbBufSize")] = b""
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpServicesReturned: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpResumeIndex: Annotated[int | None, Unique(Range(ULong, 0, 262144))] = None
    ReturnValue: Annotated[int, ULong] = 0


class REnumServicesStatusExA(Request[REnumServicesStatusExAResponse], frozen=True):
    """[MS-SCMR] 3.1.4.39."""

    opnum: ClassVar[int] = 41

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    InfoLevel: Annotated[SC_ENUM_TYPE, Enum32] = SC_ENUM_TYPE.SC_ENUM_PROCESS_INFO
    dwServiceType: Annotated[int, ULong] = 0
    dwServiceState: Annotated[int, ULong] = 0
    cbBufSize: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpResumeIndex: Annotated[int | None, Unique(Range(ULong, 0, 262144))] = None
    pszGroupName: Annotated[bytes | None, Unique(CString)] = None


class REnumServicesStatusExWResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.40."""

    lpBuffer: Annotated[bytes, Conformant(Byte, "cbBufSize")] = b""
    pcbBytesNeeded: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpServicesReturned: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpResumeIndex: Annotated[int | None, Unique(Range(ULong, 0, 262144))] = None
    ReturnValue: Annotated[int, ULong] = 0


class REnumServicesStatusExW(Request[REnumServicesStatusExWResponse], frozen=True):
    """[MS-SCMR] 3.1.4.40."""

    opnum: ClassVar[int] = 42

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    InfoLevel: Annotated[SC_ENUM_TYPE, Enum32] = SC_ENUM_TYPE.SC_ENUM_PROCESS_INFO
    dwServiceType: Annotated[int, ULong] = 0
    dwServiceState: Annotated[int, ULong] = 0
    cbBufSize: Annotated[int, Range(ULong, 0, 262144)] = 0
    lpResumeIndex: Annotated[int | None, Unique(Range(ULong, 0, 262144))] = None
    pszGroupName: Annotated[str | None, Unique(WString)] = None


class RCreateServiceWOW64AResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.41."""

    lpdwTagId: Annotated[int | None, Unique(ULong)] = None
    lpServiceHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class RCreateServiceWOW64A(Request[RCreateServiceWOW64AResponse], frozen=True):
    """[MS-SCMR] 3.1.4.41."""

    opnum: ClassVar[int] = 44

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    lpServiceName: Annotated[bytes, CString] = b""
    lpDisplayName: Annotated[bytes | None, Unique(CString)] = None
    dwDesiredAccess: Annotated[int, ULong] = 0
    dwServiceType: Annotated[int, ULong] = 0
    dwStartType: Annotated[int, ULong] = 0
    dwErrorControl: Annotated[int, ULong] = 0
    lpBinaryPathName: Annotated[bytes, CString] = b""
    lpLoadOrderGroup: Annotated[bytes | None, Unique(CString)] = None
    lpdwTagId: Annotated[int | None, Unique(ULong)] = None
    lpDependencies: Annotated[bytes | None, Unique(Conformant(Byte, "dwDependSize"))] = None
    dwDependSize: Annotated[int | None, Range(ULong, 0, 4096)] = None
    lpServiceStartName: Annotated[bytes | None, Unique(CString)] = None
    lpPassword: Annotated[bytes | None, Unique(Conformant(Byte, "dwPwSize"))] = None
    dwPwSize: Annotated[int | None, Range(ULong, 0, 514)] = None


class RCreateServiceWOW64WResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.42."""

    lpdwTagId: Annotated[int | None, Unique(ULong)] = None
    lpServiceHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class RCreateServiceWOW64W(Request[RCreateServiceWOW64WResponse], frozen=True):
    """[MS-SCMR] 3.1.4.42."""

    opnum: ClassVar[int] = 45

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    lpServiceName: Annotated[str, WString] = ""
    lpDisplayName: Annotated[str | None, Unique(WString)] = None
    dwDesiredAccess: Annotated[int, ULong] = 0
    dwServiceType: Annotated[int, ULong] = 0
    dwStartType: Annotated[int, ULong] = 0
    dwErrorControl: Annotated[int, ULong] = 0
    lpBinaryPathName: Annotated[str, WString] = ""
    lpLoadOrderGroup: Annotated[str | None, Unique(WString)] = None
    lpdwTagId: Annotated[int | None, Unique(ULong)] = None
    lpDependencies: Annotated[bytes | None, Unique(Conformant(Byte, "dwDependSize"))] = None
    dwDependSize: Annotated[int | None, Range(ULong, 0, 4096)] = None
    lpServiceStartName: Annotated[str | None, Unique(WString)] = None
    lpPassword: Annotated[bytes | None, Unique(Conformant(Byte, "dwPwSize"))] = None
    dwPwSize: Annotated[int | None, Range(ULong, 0, 514)] = None


class RNotifyServiceStatusChangeResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.43."""

    pSCMProcessGuid: Annotated[UUID, Guid] = UUID(int=0)
    pfCreateRemoteQueue: Annotated[int, Long] = 0
    phNotify: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class RNotifyServiceStatusChange(Request[RNotifyServiceStatusChangeResponse], frozen=True):
    """[MS-SCMR] 3.1.4.43."""

    opnum: ClassVar[int] = 47

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    NotifyParams: SC_RPC_NOTIFY_PARAMS = SC_RPC_NOTIFY_PARAMS()
    pClientProcessGuid: Annotated[UUID, Guid] = UUID(int=0)


class RGetNotifyResultsResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.44."""

    ppNotifyParams: Annotated[SC_RPC_NOTIFY_PARAMS_LIST | None, Unique(SC_RPC_NOTIFY_PARAMS_LIST)] = None
    ReturnValue: Annotated[int, ErrorStatus] = 0


class RGetNotifyResults(Request[RGetNotifyResultsResponse], frozen=True):
    """[MS-SCMR] 3.1.4.44."""

    opnum: ClassVar[int] = 48

    hNotify: Annotated[bytes, ContextHandle] = bytes(20)


class RCloseNotifyHandleResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.45."""

    phNotify: Annotated[bytes, ContextHandle] = bytes(20)
    pfApcFired: Annotated[int, Long] = 0
    ReturnValue: Annotated[int, ULong] = 0


class RCloseNotifyHandle(Request[RCloseNotifyHandleResponse], frozen=True):
    """[MS-SCMR] 3.1.4.45."""

    opnum: ClassVar[int] = 49

    phNotify: Annotated[bytes, ContextHandle] = bytes(20)


class RControlServiceExAResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.46."""

    dwInfoLevel: Annotated[int | None, Discriminant("pControlOutParams")] = None
    pControlOutParams: Annotated[
        SC_RPC_SERVICE_CONTROL_OUT_PARAMSA_ARM | None, SC_RPC_SERVICE_CONTROL_OUT_PARAMSA.on("dwInfoLevel")
    ] = None
    ReturnValue: Annotated[int, ULong] = 0


class RControlServiceExA(Request[RControlServiceExAResponse], frozen=True):
    """[MS-SCMR] 3.1.4.46."""

    opnum: ClassVar[int] = 50

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    dwControl: Annotated[int, ULong] = 0
    dwInfoLevel: Annotated[int | None, ULong] = None
    pControlInParams: Annotated[
        SC_RPC_SERVICE_CONTROL_IN_PARAMSA_ARM | None, SC_RPC_SERVICE_CONTROL_IN_PARAMSA.on("dwInfoLevel")
    ] = None


class RControlServiceExWResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.47."""

    dwInfoLevel: Annotated[int | None, Discriminant("pControlOutParams")] = None
    pControlOutParams: Annotated[
        SC_RPC_SERVICE_CONTROL_OUT_PARAMSW_ARM | None, SC_RPC_SERVICE_CONTROL_OUT_PARAMSW.on("dwInfoLevel")
    ] = None
    ReturnValue: Annotated[int, ULong] = 0


class RControlServiceExW(Request[RControlServiceExWResponse], frozen=True):
    """[MS-SCMR] 3.1.4.47."""

    opnum: ClassVar[int] = 51

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    dwControl: Annotated[int, ULong] = 0
    dwInfoLevel: Annotated[int | None, ULong] = None
    pControlInParams: Annotated[
        SC_RPC_SERVICE_CONTROL_IN_PARAMSW_ARM | None, SC_RPC_SERVICE_CONTROL_IN_PARAMSW.on("dwInfoLevel")
    ] = None


class RQueryServiceConfigExResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.48."""

    pInfo: SC_RPC_CONFIG_INFOW = SC_RPC_CONFIG_INFOW()
    ReturnValue: Annotated[int, ULong] = 0


class RQueryServiceConfigEx(Request[RQueryServiceConfigExResponse], frozen=True):
    """[MS-SCMR] 3.1.4.48."""

    opnum: ClassVar[int] = 56

    hService: Annotated[bytes, ContextHandle] = bytes(20)
    dwInfoLevel: Annotated[int, ULong] = 0


class RCreateWowServiceResponse(Response, frozen=True):
    """[MS-SCMR] 3.1.4.49."""

    lpdwTagId: Annotated[int | None, Unique(ULong)] = None
    lpServiceHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class RCreateWowService(Request[RCreateWowServiceResponse], frozen=True):
    """[MS-SCMR] 3.1.4.49."""

    opnum: ClassVar[int] = 60

    hSCManager: Annotated[bytes, ContextHandle] = bytes(20)
    lpServiceName: Annotated[str, WString] = ""
    lpDisplayName: Annotated[str | None, Unique(WString)] = None
    dwDesiredAccess: Annotated[int, ULong] = 0
    dwServiceType: Annotated[int, ULong] = 0
    dwStartType: Annotated[int, ULong] = 0
    dwErrorControl: Annotated[int, ULong] = 0
    lpBinaryPathName: Annotated[str, WString] = ""
    lpLoadOrderGroup: Annotated[str | None, Unique(WString)] = None
    lpdwTagId: Annotated[int | None, Unique(ULong)] = None
    lpDependencies: Annotated[bytes | None, Unique(Conformant(Byte, "dwDependSize"))] = None
    dwDependSize: Annotated[int | None, Range(ULong, 0, 4096)] = None
    lpServiceStartName: Annotated[str | None, Unique(WString)] = None
    lpPassword: Annotated[bytes | None, Unique(Conformant(Byte, "dwPwSize"))] = None
    dwPwSize: Annotated[int | None, Range(ULong, 0, 514)] = None
    dwServiceWowType: Annotated[int, UShort] = 0


class ROpenSCManager2Response(Response, frozen=True):
    """[MS-SCMR] 3.1.4.50."""

    ScmHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class ROpenSCManager2(Request[ROpenSCManager2Response], frozen=True):
    """[MS-SCMR] 3.1.4.50."""

    opnum: ClassVar[int] = 64

    DatabaseName: Annotated[str | None, Unique(WString)] = None
    DesiredAccess: Annotated[int, ULong] = 0


SVCCTL = Interface(
    name="svcctl",
    uuid=UUID("367abb81-9844-35f1-ad32-98f038001003"),
    major=2,
    methods=(
        RCloseServiceHandle,
        RControlService,
        RDeleteService,
        RLockServiceDatabase,
        RQueryServiceObjectSecurity,
        RSetServiceObjectSecurity,
        RQueryServiceStatus,
        RSetServiceStatus,
        RUnlockServiceDatabase,
        RNotifyBootConfigStatus,
        RChangeServiceConfigW,
        RCreateServiceW,
        REnumDependentServicesW,
        REnumServicesStatusW,
        ROpenSCManagerW,
        ROpenServiceW,
        RQueryServiceConfigW,
        RQueryServiceLockStatusW,
        RStartServiceW,
        RGetServiceDisplayNameW,
        RGetServiceKeyNameW,
        RChangeServiceConfigA,
        RCreateServiceA,
        REnumDependentServicesA,
        REnumServicesStatusA,
        ROpenSCManagerA,
        ROpenServiceA,
        RQueryServiceConfigA,
        RQueryServiceLockStatusA,
        RStartServiceA,
        RGetServiceDisplayNameA,
        RGetServiceKeyNameA,
        REnumServiceGroupW,
        RChangeServiceConfig2A,
        RChangeServiceConfig2W,
        RQueryServiceConfig2A,
        RQueryServiceConfig2W,
        RQueryServiceStatusEx,
        REnumServicesStatusExA,
        REnumServicesStatusExW,
        RCreateServiceWOW64A,
        RCreateServiceWOW64W,
        RNotifyServiceStatusChange,
        RGetNotifyResults,
        RCloseNotifyHandle,
        RControlServiceExA,
        RControlServiceExW,
        RQueryServiceConfigEx,
        RCreateWowService,
        ROpenSCManager2,
    ),
    pipe="svcctl",
    opnums=65,
)
